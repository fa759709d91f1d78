import { expect, test } from 'vitest';
import type { Decision } from '../../api/keeping';
import { actionsOf, scopeOf } from './decisions';

const decision = { number: 7, status: 'rejected', studyInstanceUid: '1.2', seriesInstanceUid: null, sopInstanceUid: null, stillRejected: 3 } as Decision;
const names = (list: Parameters<typeof actionsOf>[0], change: Partial<Decision>) => actionsOf(list, { ...decision, ...change }).map(action => `${action.name} ${action.body.number ?? action.body.study}`);

test('only what still lies rejected can be restored or purged', () => {
  expect(names('rejected', {})).toEqual(['restore 1.2', 'requestPurge 1.2']);
  expect(names('rejected', { stillRejected: 0, status: 'restored' })).toEqual([]);
});

test('holds are released and requests answered once', () => {
  expect(names('holds', { status: 'held' })).toEqual(['release 7']);
  expect(names('holds', { status: 'ended' })).toEqual([]);
  expect(names('purges', { status: 'requested' })).toEqual(['approve 7', 'refuse 7']);
  expect(names('purges', { status: 'done' })).toEqual([]);
});

test('a decision is about what the one before it was about', () => {
  expect(scopeOf(decision)).toEqual({ study: '1.2' });
  expect(scopeOf({ ...decision, seriesInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.4' })).toEqual({ study: '1.2', series: '1.2.3', instances: ['1.2.3.4'] });
});
