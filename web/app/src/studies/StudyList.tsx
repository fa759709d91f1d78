import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { viewAddress } from '../api/addresses';
import type { Study } from '../api/study';
import { columns } from './columns';
import { HoverPicture, type Hovered } from './HoverPicture';
import { ListHead } from './ListHead';
import { rowId, StudyRow } from './StudyRow';
import type { Studies } from './useStudies';
import { useIsSmall } from './useIsSmall';
import { VirtualRows, type RowsHandle } from './VirtualRows';

const ROW = 34;
const CARD = 92;
const HEAD = 28;

interface Properties {
  studies: Studies;
  order: string;
  onOrder: (order: string) => void;
  chosen: number | null;
  onChoose: (row: number, isOpened: boolean) => void;
  fresh: ReadonlySet<string>;
  onTop: () => void;
  onQuickLook: (study: Study) => void;
  /** Where the list is scrolled to when it comes, pixels. */
  start: number;
  handle: Ref<RowsHandle>;
}

/** The list itself: arrows choose, Enter opens the viewer, Space gives a quick look, a click chooses and shows what is in the study. */
export function StudyList({ studies, order, onOrder, chosen, onChoose, fresh, onTop, onQuickLook, start, handle }: Properties) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rows = useRef<RowsHandle>(null);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const isSmall = useIsSmall();
  const height = isSmall ? CARD : ROW;
  const { rows: count, at, onRange } = studies;

  useEffect(() => {
    if (typeof handle === 'function') handle(rows.current);
    else if (handle) handle.current = rows.current;
  });

  const range = useCallback((first: number, last: number) => {
    onRange(first, last);
    if (first === 0) onTop();
    setHovered(null);
  }, [onRange, onTop]);

  const move = (to: number) => {
    const row = Math.min(Math.max(to, 0), count - 1);
    if (row < 0) return;
    onChoose(row, false);
    rows.current?.show(row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const page = rows.current?.page() ?? 10;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    const step = steps[event.key];
    const study = chosen === null ? undefined : at(chosen);
    if (step !== undefined) move(chosen === null ? (step > 1 ? step : 0) : chosen + step);
    else if (event.key === 'Enter' && event.target === event.currentTarget && study) void navigate(viewAddress(study.uid));
    else if (event.key === ' ' && study) onQuickLook(study);
    else if (event.key === 'ArrowRight' && chosen !== null) onChoose(chosen, true);
    else return;
    event.preventDefault();
  };

  const rowOf = (event: MouseEvent) => (event.target as Element).closest<HTMLElement>('[data-row]');
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row || (event.target as Element).closest('a')) return;
    onChoose(Number(row.dataset.row), true);
    rows.current?.focus();
  };
  const onDoubleClick = (event: MouseEvent) => {
    const study = rowOf(event)?.dataset.study;
    if (study) void navigate(viewAddress(study));
  };
  const onMouseOver = (event: MouseEvent) => {
    const row = rowOf(event);
    const study = row?.dataset.study;
    setHovered(study ? now => now?.study === study ? now : { study, box: row!.getBoundingClientRect(), x: event.clientX } : null);
  };

  return (
    <div className="list" onClick={onClick} onDoubleClick={onDoubleClick} onMouseOver={onMouseOver} onMouseLeave={() => setHovered(null)}>
      <VirtualRows count={count} rowHeight={height} headHeight={isSmall ? 0 : HEAD} label={t('studies')} start={start} columns={columns.length} handle={rows} active={chosen === null ? undefined : rowId(chosen)} onKeyDown={onKeyDown} onRange={range}
        head={<ListHead order={order} onOrder={onOrder} />}
        row={index => <StudyRow key={index} index={index} study={at(index)} isChosen={index === chosen} isFresh={fresh.has(at(index)?.uid ?? '')} height={height} />} />
      <HoverPicture hovered={hovered} />
    </div>
  );
}
