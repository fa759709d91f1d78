import type { DayFigures } from '../../api/system';

/** What is drawn of the growth: a bar for what came on each day, and a line for what that makes in all. */
export interface Growth {
  days: string[];
  came: number[];
  /** All that came within the days; the line ends there. */
  summed: number[];
  /** Bytes that came in all of these days. */
  total: number;
  /** The day on which most came; null when nothing did. */
  most: DayFigures | null;
}

export function growthOf(days: DayFigures[]): Growth {
  let total = 0;
  const summed = days.map(day => total += day.bytes);
  const most = days.reduce<DayFigures | null>((best, day) => day.bytes > (best?.bytes ?? 0) ? day : best, null);
  return { days: days.map(day => day.day), came: days.map(day => day.bytes), summed, total, most };
}

/** For how many days what is free is enough if it goes on like that; null when nothing comes, or for more than ten years. */
export function daysLeft(growth: Growth, freeBytes: number | null): number | null {
  if (freeBytes === null || growth.total === 0 || growth.days.length === 0) return null;
  const left = Math.floor(freeBytes / (growth.total / growth.days.length));
  return left > 3650 ? null : left;
}
