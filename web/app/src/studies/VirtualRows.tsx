import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEventHandler, type ReactNode, type Ref } from 'react';
import { boxHeight, placeOfScroll, placeToShow, rowsInView, scrollOfPlace } from './virtual';

/** Rows drawn beyond each edge of the view. */
const MARGIN = 6;

export interface RowsHandle {
  /** Scrolls as little as needed. */
  show(row: number): void;
  toTop(): void;
  focus(): void;
  /** Whole rows in the view. */
  page(): number;
  scroll(): number;
}

interface Properties {
  count: number;
  rowHeight: number;
  /** Height of the head, which is as wide as the rows; 0 where it is not shown. */
  headHeight: number;
  label: string;
  /** Where it is scrolled to when it comes, pixels. */
  start: number;
  /** Id of the row that is chosen. */
  active?: string;
  columns: number;
  head: ReactNode;
  row: (index: number) => ReactNode;
  onRange: (first: number, last: number) => void;
  onKeyDown?: KeyboardEventHandler;
  handle: Ref<RowsHandle>;
}

/** A grid of which only what is in sight is drawn, below a head that stays. */
export function VirtualRows({ count, rowHeight, headHeight, label, start, active, columns, head, row, onRange, onKeyDown, handle }: Properties) {
  const grid = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const [view, setView] = useState(600);
  const extent = { total: count * rowHeight, view };
  const place = placeOfScroll(scroll, extent);
  const { first, last } = rowsInView(place, rowHeight, view, count);

  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => setView(Math.max(rowHeight, grid.current!.clientHeight - headHeight)));
    watch.observe(grid.current!);
    return () => watch.disconnect();
  }, [rowHeight, headHeight]);

  const ahead = useRef(start);
  const reach = boxHeight(extent) - view;
  useLayoutEffect(() => {
    if (ahead.current === 0 || reach < ahead.current) return; // not so many rows are known yet
    grid.current!.scrollTop = ahead.current;
    ahead.current = 0;
  }, [reach]);

  useEffect(() => {
    onRange(first, last);
  }, [first, last, onRange]);

  useImperativeHandle(handle, () => ({
    show: wanted => {
      grid.current!.scrollTop = scrollOfPlace(placeToShow(wanted, placeOfScroll(grid.current!.scrollTop, extent), rowHeight, view), extent);
    },
    toTop: () => {
      grid.current!.scrollTop = 0;
    },
    focus: () => grid.current!.focus({ preventScroll: true }),
    scroll: () => scroll, // as last heard: the grid itself is already as high as the next page leaves it
    page: () => Math.max(1, Math.floor(view / rowHeight) - 1),
  }));

  const drawn: ReactNode[] = [];
  const from = Math.max(0, first - MARGIN);
  for (let index = from; index <= Math.min(count - 1, last + MARGIN); index++) drawn.push(row(index));
  return (
    <div className="grid" role="grid" aria-label={label} aria-rowcount={count + 1} aria-colcount={columns} tabIndex={0} aria-activedescendant={active} onKeyDown={onKeyDown} ref={grid} onScroll={event => setScroll(event.currentTarget.scrollTop)}>
      {head}
      <div role="rowgroup" style={{ height: boxHeight(extent), position: 'relative' }}>
        <div role="presentation" style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${scroll + from * rowHeight - place}px)` }}>{drawn}</div>
      </div>
    </div>
  );
}
