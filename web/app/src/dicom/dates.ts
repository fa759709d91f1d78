// Dates and times of DICOM (DA, TM: PS3.5 §6.2), and what is typed into a filter.

const DATE = /^(\d{4})\.?(\d{2})\.?(\d{2})$/;

/** 2026-11-27 for 20261127; what is no date stays as it came. */
export function showDate(text: string): string {
  const parts = DATE.exec(text.trim());
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : text;
}

/** 10:22 for 102233.5 */
export function showTime(text: string): string {
  const parts = /^(\d{2}):?(\d{2})/.exec(text.trim());
  return parts ? `${parts[1]}:${parts[2]}` : '';
}

/** The range of a query: 20260101-20260131, open on the side that is empty; nothing when both are. */
export function dateRange(from: string, to: string): string {
  const [first, last] = [digits(from), digits(to)];
  if (!first && !last) return '';
  return first && last && first > last ? `${last}-${first}` : `${first}-${last}`;
}

/** Whole years at the day of the study; null where one of the dates is none. */
export function ageAt(birth: string, day: string): number | null {
  const [born, then] = [digits(showDate(birth)), digits(showDate(day))];
  if (born.length !== 8 || then.length !== 8) return null;
  const years = Math.floor((Number(then) - Number(born)) / 10_000);
  return years >= 0 && years < 150 ? years : null;
}

const digits = (date: string) => date.replaceAll(/[^0-9]/g, '');
