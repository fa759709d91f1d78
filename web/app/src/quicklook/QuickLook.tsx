import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesPath } from '../api/addresses';
import { findInstances, findSeries } from '../api/studies';
import { addWords } from '../words/i18n';
import type { Mode } from './cornerstone';
import { ModeBar } from './ModeBar';
import { SeriesTabs } from './SeriesTabs';
import { stackOf } from './stack';
import { StackView } from './StackView';
import { en, zh } from './words';
import './quicklook.css';

addWords(en, zh);

/** Series that have no pictures of their own. */
const OTHERS = new Set(['SR', 'KO', 'PR', 'DOC', 'REG', 'RTSTRUCT', 'RTPLAN', 'RTRECORD', 'ECG', 'HD', 'AU', 'FID', 'PLAN']);

interface Properties {
  study: string;
  /** The series that is shown first. */
  series?: string;
}

/** The pictures of a study, without the diagnostic viewer: for a glance, not for a report. */
export function QuickLook({ study, series }: Properties) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(series);
  const [mode, setMode] = useState<Mode>('scroll');
  const [resets, setResets] = useState(0);
  const all = useQuery({ queryKey: ['study', study, 'series'], queryFn: ({ signal }) => findSeries(study, signal) });
  const pictured = useMemo(() => all.data?.filter(one => !OTHERS.has(one.modality)) ?? [], [all.data]);
  const shown = pictured.find(one => one.uid === chosen) ?? pictured[0];
  const path = shown ? seriesPath(study, shown.uid) : '';
  const instances = useQuery({ queryKey: ['study', study, 'metadata', shown?.uid], queryFn: ({ signal }) => findInstances(study, shown!.uid, signal), enabled: shown !== undefined, staleTime: Infinity });
  const images = useMemo(() => stackOf(path, instances.data ?? []), [path, instances.data]);
  const error = all.error ?? instances.error;
  const isEmpty = all.isSuccess && (!shown || (instances.isSuccess && images.length === 0));
  return (
    <div className="quick-look">
      <SeriesTabs study={study} series={pictured} chosen={shown?.uid} onChoose={setChosen} />
      <div className="quick-main">
        <ModeBar mode={mode} onMode={setMode} onReset={() => setResets(now => now + 1)} />
        {error ? <p role="alert" className="waiting">{t('searchFailed', { why: error.message })}</p> : null}
        {isEmpty ? <p className="waiting">{t('noPictures')}</p> : null}
        {images.length > 0 ? <StackView images={images} first={images.length >> 1} mode={mode} resets={resets} label={t('picture', { what: shown?.description || shown?.modality || '' })} /> : null}
      </div>
    </div>
  );
}
