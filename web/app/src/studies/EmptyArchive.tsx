import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getStats } from '../api/system';

/** How the first study comes in. */
export function EmptyArchive() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['stats'], queryFn: ({ signal }) => getStats(signal) });
  const host = location.hostname.replaceAll(/^\[|\]$/g, '');
  return (
    <section className="empty">
      <h2>{t('emptyTitle')}</h2>
      <p>{t('emptyText')}</p>
      {data ? <pre tabIndex={0}><code>{`./concord store --to ${data.aeTitle}@${host}:${data.dicomPort} PATH\nstorescu -aec ${data.aeTitle} ${host} ${data.dicomPort} FILE.dcm`}</code></pre> : null}
    </section>
  );
}
