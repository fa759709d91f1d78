import { Button } from 'antd';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Study } from '../api/study';
import { isFiltered } from '../api/studyQuery';
import { EmptyArchive } from './EmptyArchive';
import { placeOf } from './place';
import { FilterBar } from './FilterBar';
import { StatusLine } from './StatusLine';
import { StudyList } from './StudyList';
import { useArrivals } from './useArrivals';
import { useChosen } from './useChosen';
import { useFilter } from './useFilter';
import { useKeptPlace } from './useKeptPlace';
import { useStudies } from './useStudies';
import type { RowsHandle } from './VirtualRows';
import './studies.css';

const StudyPanel = lazy(async () => ({ default: (await import('../study/StudyPanel')).StudyPanel }));
const QuickLookDialog = lazy(async () => ({ default: (await import('../quicklook/QuickLookDialog')).QuickLookDialog }));

/** Studies: what is asked on top, the list, and beside it the study that is chosen. */
export function StudiesPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useFilter();
  const studies = useStudies(filter);
  const arrivals = useArrivals();
  const { hash } = useLocation();
  const [before] = useState(() => placeOf(hash));
  const { chosen, study, isOpened, choose, close } = useChosen(studies, filter, before);
  const [quick, setQuick] = useState<{ study: Study; series?: string } | null>(null);
  const look = useCallback((study: Study, series?: string) => setQuick({ study, series }), []);
  const shown = useDeferredValue(study);
  const search = useRef<HTMLInputElement>(null);
  const rows = useRef<RowsHandle>(null);
  const toList = useCallback(() => rows.current?.focus(), []);
  useEffect(() => quick ? toList : undefined, [quick, toList]); // once the dialog, which keeps the keyboard, is gone

  useEffect(() => {
    document.title = `${t('studies')} · Concord`;
  }, [t]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || (event.target as Element).closest('input, textarea, [contenteditable], .ant-modal, .ant-drawer')) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const filterThen = useRef(filter);
  useEffect(() => {
    if (filterThen.current === filter) return;
    filterThen.current = filter;
    rows.current?.toTop();
  }, [filter]);

  useKeptPlace({ hash, row: chosen, study: study?.uid ?? '' }, rows);

  const isEmpty = studies.rows === 0 && !studies.isFirstLoad && !studies.error;
  return (
    <div className={`studies${study ? ' with-panel' : ''}`}>
      <FilterBar filter={filter} onChange={setFilter} onLeave={toList} search={search} />
      <StatusLine studies={studies} arrivals={arrivals} onTop={() => rows.current?.toTop()} />
      <div className="studies-body">
        {studies.error ? <p role="alert" className="waiting">{t('searchFailed', { why: studies.error.message })}</p> : null}
        {isEmpty && !isFiltered(filter) ? <EmptyArchive /> : null}
        {isEmpty && isFiltered(filter) ? <p className="waiting">{t('none')} <Button size="small" onClick={() => setFilter({ name: '', id: '', accession: '', from: '', to: '', modality: '', body: '', description: '' })}>{t('clear')}</Button></p> : null}
        {!isEmpty && !studies.error ? <StudyList studies={studies} order={filter.order} onOrder={order => setFilter({ order })} chosen={chosen} onChoose={choose} fresh={arrivals.fresh} onTop={arrivals.seen} onQuickLook={look} start={before?.scroll ?? 0} handle={rows} /> : null}
        {shown && study ? <Suspense><StudyPanel study={shown} isOpened={isOpened} onClose={() => { close(); toList(); }} onQuickLook={look} /></Suspense> : null}
        {quick ? <Suspense><QuickLookDialog study={quick.study} series={quick.series} onClose={() => setQuick(null)} /></Suspense> : null}
      </div>
    </div>
  );
}
