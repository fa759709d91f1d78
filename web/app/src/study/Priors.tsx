import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { viewAddress } from '../api/addresses';
import { findPriors } from '../api/studies';
import type { Study } from '../api/study';

/** Priors that are shown; the list finds all of them by the patient's ID. */
const MOST = 50;

/** Other studies of the same patient, each to be opened, or laid beside this one. */
export function Priors({ study }: { study: Study }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['study', study.uid, 'priors', study.patientId, study.issuer], queryFn: ({ signal }) => findPriors(study, MOST, signal) });
  return (
    <section aria-label={t('priors')}>
      <h3>{t('priors')}</h3>
      {data?.length === 0 ? <p className="soft">{t('noPriors')}</p> : null}
      <ul className="priors">
        {data?.map(prior => (
          <li key={prior.uid}>
            <Link to={viewAddress(prior.uid)}>{prior.date || prior.uid}</Link>
            <span>{prior.modalities.join(' ')} {prior.description}</span>
            <Link to={viewAddress(study.uid, prior.uid)} title={t('compareWith')}>{t('compare')}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
