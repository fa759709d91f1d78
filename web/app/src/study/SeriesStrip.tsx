import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { seriesThumbnail } from '../api/addresses';
import { findSeries } from '../api/studies';
import { Thumbnail } from './Thumbnail';

const SIDE = 96;

/** The series of a study in their order: a picture each, modality, how many images. */
export function SeriesStrip({ study, onSeries }: { study: string; onSeries: (series: string) => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['study', study, 'series'], queryFn: ({ signal }) => findSeries(study, signal) });
  return (
    <section aria-label={t('series')}>
      <h3>{t('series')}</h3>
      {error ? <p role="alert">{t('searchFailed', { why: error.message })}</p> : null}
      {data?.length === 0 ? <p>{t('noSeries')}</p> : null}
      <ul className="strip">
        {data?.map(series => (
          <li key={series.uid}>
            <button type="button" className="strip-picture" title={t('quickLook')} onClick={() => onSeries(series.uid)}><Thumbnail address={seriesThumbnail(study, series.uid, SIDE * 2)} side={SIDE} label={t('picture', { what: series.description || series.modality })} mark={series.modality} /></button>
            <span className="strip-text"><b>{series.modality}</b> {series.number ?? ''} {series.description}</span>
            <small>{t('imageCount', { count: series.images ?? 0 })}{series.bodyPart ? ` · ${series.bodyPart}` : ''}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
