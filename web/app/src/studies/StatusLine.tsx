import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Arrivals } from './useArrivals';
import type { Studies } from './useStudies';

/** How many there are, whether the list is live, and what came while the reader was further down. */
export function StatusLine({ studies, arrivals, onTop }: { studies: Studies; arrivals: Arrivals; onTop: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="status">
      <span role="status">{studies.total === null ? t('counting') : t('count', { count: studies.total })}</span>
      <span className={arrivals.isConnected ? 'live on' : 'live'} title={t('liveHint')}>{t(arrivals.isConnected ? 'live' : 'offline')}</span>
      {arrivals.unseen > 0 ? <Button size="small" type="primary" onClick={() => { onTop(); arrivals.seen(); }}>{t('arrived', { count: arrivals.unseen })}</Button> : null}
      <span className="keys wide-only">{t('keys')}</span>
    </div>
  );
}
