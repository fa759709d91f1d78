import { expect, test } from 'vitest';
import type { Health } from '../../api/system';
import { troublesOf } from './troubles';

const GB = 1e9;
const well: Health = {
  isReady: true, notReady: null, at: '2026-11-27T06:00:00Z', startedAt: '2026-11-27T05:00:00Z',
  index: { behind: 0, setAside: 0, trouble: null }, disk: { freeBytes: 500 * GB, totalBytes: 1000 * GB, leastFreeBytes: 0.07 * GB },
  warm: { isOn: false, trouble: null }, replica: { isOn: false, trouble: null, lag: 0, caughtUpAt: null },
  scrub: { isOn: true, isUnderWay: false, lastPassAt: null, nextPassAt: null, bundlesChecked: 0, openFindings: 0 },
  queues: { index: 0, openBundles: 0, commitments: 0, sends: 0, sendsFailed: 0 },
};
const words = (health: Health) => troublesOf(health).map(trouble => trouble.word);

test('nothing is said of an archive that is well', () => {
  expect(words(well)).toEqual([]);
  expect(words({ ...well, disk: { freeBytes: null, totalBytes: null, leastFreeBytes: 1 } })).toEqual([]);
});

test('what is worst comes first', () => {
  const ill: Health = { ...well, isReady: false, notReady: 'disk', queues: { ...well.queues, sendsFailed: 2 }, scrub: { ...well.scrub, isOn: false, openFindings: 3 } };
  expect(words(ill)).toEqual(['notReady', 'findings', 'sendsFailed', 'scrubOff']);
  expect(troublesOf(ill)[1]).toEqual({ severity: 'bad', word: 'findings', values: { count: 3 }, part: 'integrity' });
});

test('a disk is told of before it is full, and once only', () => {
  expect(words({ ...well, disk: { ...well.disk, freeBytes: 40 * GB } })).toEqual(['diskNearlyFull']);
  expect(words({ ...well, disk: { ...well.disk, freeBytes: 0.05 * GB } })).toEqual(['diskFull']);
});

test('a store that is off has no trouble', () => {
  expect(words({ ...well, replica: { ...well.replica, trouble: 'away' } })).toEqual([]);
  expect(words({ ...well, replica: { ...well.replica, isOn: true, trouble: 'away' } })).toEqual(['replicaTrouble']);
});
