// A list of a million rows is higher than a browser draws a box. The box then stays below what all of them draw; near both of its ends a pixel of
// the scroll bar is a pixel of the list, in the middle it is several.

/** Highest box that every browser draws, pixels. */
export const MAX_BOX = 16_000_000;

/** At each end of a box that is too low, so much of it is as high as the list. */
const EXACT_END = 4_000_000;

export interface Extent {
  /** Height of all rows. */
  total: number;
  /** Height of what is scrolled in. */
  view: number;
}

export const boxHeight = ({ total }: Extent) => Math.min(total, MAX_BOX);

/** Where in the list the upper edge of the view is, when the box is scrolled to a place. */
export function placeOfScroll(scroll: number, { total, view }: Extent): number {
  const box = boxHeight({ total, view });
  if (box === total) return scroll;
  if (scroll <= EXACT_END) return scroll;
  const fromEnd = box - scroll;
  if (fromEnd <= EXACT_END) return total - fromEnd;
  return EXACT_END + (scroll - EXACT_END) * scale(total);
}

/** Where to scroll the box to, to have a place of the list at the upper edge of the view. */
export function scrollOfPlace(place: number, { total, view }: Extent): number {
  const box = boxHeight({ total, view });
  const last = Math.max(0, total - view);
  const wanted = Math.min(Math.max(place, 0), last);
  if (box === total || wanted <= EXACT_END) return wanted;
  if (total - wanted <= EXACT_END) return box - (total - wanted);
  return EXACT_END + (wanted - EXACT_END) / scale(total);
}

/** First and last row that are at least partly in the view. */
export function rowsInView(place: number, rowHeight: number, view: number, count: number): { first: number; last: number } {
  const first = Math.min(Math.max(Math.floor(place / rowHeight), 0), Math.max(count - 1, 0));
  return { first, last: Math.min(Math.ceil((place + view) / rowHeight), count - 1) };
}

/** The place that shows a row whole, moving no more than needed. */
export function placeToShow(row: number, place: number, rowHeight: number, view: number): number {
  const top = row * rowHeight;
  if (top < place) return top;
  return top + rowHeight > place + view ? top + rowHeight - view : place;
}

const scale = (total: number) => (total - 2 * EXACT_END) / (MAX_BOX - 2 * EXACT_END);
