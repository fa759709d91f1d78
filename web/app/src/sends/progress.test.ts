import { expect, test } from 'vitest';
import { nextLook, percentOf } from './progress';

test('all through is only what is done', () => {
  expect(percentOf({ state: 'sending', sent: 0, total: 0 })).toBe(0);
  expect(percentOf({ state: 'sending', sent: 1, total: 3 })).toBe(33);
  expect(percentOf({ state: 'sending', sent: 3, total: 3 })).toBe(99);
  expect(percentOf({ state: 'done', sent: 3, total: 3 })).toBe(100);
  expect(percentOf({ state: 'failed', sent: 999, total: 1000 })).toBe(99);
});

test('what moves is looked at often, what waits seldom', () => {
  const now = Date.parse('2026-11-27T06:00:00Z');
  expect(nextLook([], now)).toBe(15_000);
  expect(nextLook([{ state: 'done', nextAttemptAt: null }, { state: 'failed', nextAttemptAt: null }], now)).toBe(15_000);
  expect(nextLook([{ state: 'waiting', nextAttemptAt: '2026-11-27T06:10:00Z' }], now)).toBe(4000);
  expect(nextLook([{ state: 'waiting', nextAttemptAt: '2026-11-27T06:00:01Z' }], now)).toBe(1000);
  expect(nextLook([{ state: 'waiting', nextAttemptAt: null }], now)).toBe(1000);
  expect(nextLook([{ state: 'done', nextAttemptAt: null }, { state: 'sending', nextAttemptAt: null }], now)).toBe(1000);
});
