import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { getHealth, getStorage } from '../../api/system';
import { ServerError } from '../../api/http';
import { Empty } from '../shared/Empty';
import { Facts } from '../shared/Facts';
import { Section } from '../shared/Section';
import { useShow } from '../shared/useShow';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { daysLeft, growthOf } from './growth';
import { KeepingFacts } from './KeepingFacts';
import { ModalityTable } from './ModalityTable';
import { SitesSection } from './SitesSection';
import './storage.css';

const GrowthChart = lazy(async () => ({ default: (await import('./GrowthChart')).GrowthChart }));
const ModalityChart = lazy(async () => ({ default: (await import('./ModalityChart')).ModalityChart }));

const DAYS = [7, 30, 90, 365];

/** How much is kept, of what, how fast it grows, of which site, and where it lies. */
export function StoragePart() {
  const { t } = useWords();
  const show = useShow();
  const [asked, setAsked] = useAsked();
  const days = DAYS.find(one => String(one) === asked('days')) ?? 30;
  const { data, error, isPending } = useQuery({
    queryKey: ['storage', days], queryFn: ({ signal }) => getStorage(days, signal), placeholderData: before => before,
    retry: (failures, failed) => failed instanceof ServerError && failed.status === 503 && failures < 60, retryDelay: 2000,
  });
  const { data: health } = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => getHealth(signal) });
  const growth = useMemo(() => growthOf(data?.days ?? []), [data]);
  const left = daysLeft(growth, health?.disk.freeBytes ?? null);
  const sorted = useMemo(() => data?.modalities.toSorted((one, other) => other.bytes - one.bytes) ?? [], [data]);
  const isEmpty = data?.instances === 0;
  return (
    <>
      <Section title={t('inAll')} error={error} isLoading={isPending && !error}>
        {data ? <Facts label={t('inAll')} facts={[
          { word: t('studies'), value: show.number(data.studies) },
          { word: t('series'), value: show.number(data.series) },
          { word: t('images'), value: show.number(data.instances) },
          { word: t('size'), value: show.bytes(data.bytes), second: t('countedAt', { when: show.moment(data.countedAt) }) },
          ...(health && health.disk.freeBytes !== null ? [{ word: t('free'), value: show.bytes(health.disk.freeBytes), second: left !== null ? t('lasts', { count: left }) : undefined }] : []),
        ]} /> : null}
        {isEmpty ? <Empty title={t('emptyTitle')}>{t('emptyStorageHelp')}</Empty> : null}
      </Section>
      {data && !isEmpty ? (
        <>
          <Section title={t('growth')} actions={<Select className="chooser" aria-label={t('lastDays')} value={days} onChange={chosen => setAsked({ days: String(chosen) })} options={DAYS.map(one => ({ value: one, label: t('dayCount', { count: one }) }))} />}>
            <Suspense fallback={<div className="chart" style={{ height: 260 }} />}><GrowthChart growth={growth} /></Suspense>
          </Section>
          <Section title={t('byModality')}>
            <div className="beside">
              <ModalityTable modalities={sorted} all={data} />
              <Suspense><ModalityChart modalities={sorted} /></Suspense>
            </div>
          </Section>
        </>
      ) : null}
      <SitesSection />
      <KeepingFacts />
    </>
  );
}
