// How numbers, bytes and moments are written, in the reader's language.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Bytes in the unit that fits. */
export function showBytes(bytes: number, language: string): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3));
  return new Intl.NumberFormat(language, { style: 'unit', unit: UNITS[power], unitDisplay: 'short', maximumFractionDigits: power > 1 ? 1 : 0 }).format(bytes / 1000 ** power);
}

export const showNumber = (value: number, language: string) => new Intl.NumberFormat(language).format(value);

/** A moment in the reader's own time. */
export const showMoment = (moment: string, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(new Date(moment));

const SPANS: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago, or until when: "3 hours ago". */
export function showSince(moment: string, now: number, language: string): string {
  const seconds = Math.round((Date.parse(moment) - now) / 1000);
  const [unit, length] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? SPANS[3]!;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}

/** A DICOM date as people read it. */
export const showDay = (text?: string) => text && /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text ?? '';
