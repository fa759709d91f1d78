import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { keepPlace, placeOf, type Place } from './place';
import type { RowsHandle } from './VirtualRows';

/** Keeps where the reader is when the page is left, and gives the keyboard to the list when the reader comes back to it. */
export function useKeptPlace(now: Omit<Place, 'scroll'>, rows: RefObject<RowsHandle | null>): void {
  const last = useRef(now);
  useEffect(() => {
    last.current = now;
  });
  useEffect(() => {
    if (placeOf(last.current.hash)) rows.current?.focus();
  }, [rows]);
  useLayoutEffect(() => {
    const handle = rows;
    return () => keepPlace({ ...last.current, scroll: handle.current?.scroll() ?? 0 }); // before the list is taken out of the page
  }, [rows]);
}
