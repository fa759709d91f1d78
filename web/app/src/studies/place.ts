// Where a reader was in the list when another page was opened.

export interface Place {
  /** What was asked, as the address said it. */
  hash: string;
  scroll: number;
  /** The row that was chosen, and its study. */
  row: number | null;
  study: string;
}

let place: Place | null = null;

export function keepPlace(next: Place): void {
  place = next;
}

/** The place for a list of which this is asked; null where the reader asks for something else. */
export const placeOf = (hash: string): Place | null => place?.hash === hash ? place : null;

export const listAddress = () => ({ pathname: '/studies', hash: place?.hash ?? '' });
