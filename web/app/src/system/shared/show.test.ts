import { expect, test } from 'vitest';
import { showBytes, showDay, showSince } from './show';

test('bytes are in the unit that fits', () => {
  expect(showBytes(0, 'en')).toBe('0 byte');
  expect(showBytes(999, 'en')).toBe('999 byte');
  expect(showBytes(1_500_000, 'en')).toBe('1.5 MB');
  expect(showBytes(42_300_000_000_000, 'en')).toBe('42.3 TB');
});

test('how long ago is said in the largest unit', () => {
  const now = Date.parse('2026-11-27T06:00:00Z');
  expect(showSince('2026-11-27T05:59:30Z', now, 'en')).toBe('30 seconds ago');
  expect(showSince('2026-11-27T03:30:00Z', now, 'en')).toBe('2 hours ago');
  expect(showSince('2026-11-30T06:00:00Z', now, 'en')).toBe('in 3 days');
  expect(showSince('2026-11-27T06:00:00Z', now, 'en')).toBe('now');
});

test('DICOM dates are read, others left', () => {
  expect(showDay('20261127')).toBe('2026-11-27');
  expect(showDay('2026')).toBe('2026');
  expect(showDay(undefined)).toBe('');
});
