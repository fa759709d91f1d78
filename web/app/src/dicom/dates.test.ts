import { expect, test } from 'vitest';
import { ageAt, dateRange, showDate, showTime } from './dates';

test('a range is open on the side that is empty, and turned when it is the wrong way round', () => {
  expect(dateRange('2026-01-01', '2026-01-31')).toBe('20260101-20260131');
  expect(dateRange('2026-01-01', '')).toBe('20260101-');
  expect(dateRange('', '2026-01-31')).toBe('-20260131');
  expect(dateRange('2026-02-01', '2026-01-31')).toBe('20260131-20260201');
  expect(dateRange('', '')).toBe('');
});

test('dates and times are shown as people write them, and what is none as it came', () => {
  expect(showDate('20261127')).toBe('2026-11-27');
  expect(showDate('2026.11.27')).toBe('2026-11-27');
  expect(showDate('spring')).toBe('spring');
  expect(showTime('102233.5')).toBe('10:22');
  expect(showTime('')).toBe('');
});

test('an age is that of the day of the study', () => {
  expect(ageAt('19800615', '20260614')).toBe(45);
  expect(ageAt('1980-06-15', '2026-06-15')).toBe(46);
  expect(ageAt('', '20260614')).toBeNull();
  expect(ageAt('20270101', '20260101')).toBeNull();
});
