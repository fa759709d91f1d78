import { expect, test } from 'vitest';
import type { Setting } from '../../api/system';
import { boundsOf, filterSettings, isOther, sectionsOf, showValue } from './filter';

const settings: Setting[] = [
  { name: 'Server:Bind', value: '127.0.0.1', default: '127.0.0.1', meaning: 'IP address of all listeners.', isLive: false },
  { name: 'Sends:Parallel', value: 4, default: '2', bounds: '1 to 32', meaning: 'Sends at once.', isLive: true, changedAt: '2026-11-27T06:00:00Z', changedBy: 'anna' },
  { name: 'Http:Credential', value: null, meaning: 'What a client must show.', isLive: false, isSecret: true, isSet: true },
  { name: 'Vault:DirectWrites', value: true, default: 'true', meaning: 'Past the page cache.', isLive: false },
];
const names = (text: string, which: Parameters<typeof filterSettings>[2] = 'all') => filterSettings(settings, text, which, ({ name }) => name === 'Sends:Parallel' ? '同时发送' : '').map(({ name }) => name);

test('every word is found somewhere, in either language', () => {
  expect(names('')).toHaveLength(4);
  expect(names('sends ONCE')).toEqual(['Sends:Parallel']);
  expect(names('同时')).toEqual(['Sends:Parallel']);
  expect(names('listeners nothing')).toEqual([]);
});

test('only those that are live, were changed, or are not as the program comes', () => {
  expect(names('', 'live')).toEqual(['Sends:Parallel']);
  expect(names('', 'changed')).toEqual(['Sends:Parallel']);
  expect(names('', 'other')).toEqual(['Sends:Parallel', 'Http:Credential']);
  expect(isOther(settings[3]!)).toBe(false);
});

test('values are told whole', () => {
  expect(showValue(['A', 'B'])).toBe('A, B');
  expect(showValue([{ site: 'x' }])).toBe('[{"site":"x"}]');
  expect(showValue(null)).toBe('');
  expect(showValue(false)).toBe('false');
});

test('sections keep their order, bounds are numbers', () => {
  expect(sectionsOf(settings).map(([section]) => section)).toEqual(['Server', 'Sends', 'Http', 'Vault']);
  expect(boundsOf('1 to 32')).toEqual({ min: 1, max: 32 });
  expect(boundsOf('-1 to 65535')).toEqual({ min: -1, max: 65_535 });
  expect(boundsOf('1 to 16 characters')).toBeNull();
});
