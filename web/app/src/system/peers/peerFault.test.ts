import { expect, test } from 'vitest';
import { faultsOf } from './peerFault';

const good = { aeTitle: 'CT1', host: 'ct1.example', port: 104 };

test.each([
  [good, []],
  [{ ...good, host: '10.1.2.3' }, []],
  [{ ...good, host: '::1' }, []],
  [{ ...good, host: 'old_ct' }, []],
  [{ ...good, aeTitle: 'A B' }, []],
  [{ ...good, aeTitle: '' }, ['aeTitle']],
  [{ ...good, aeTitle: 'SEVENTEEN_LETTERS' }, ['aeTitle']],
  [{ ...good, aeTitle: 'A\\B' }, ['aeTitle']],
  [{ ...good, aeTitle: ' CT1' }, ['aeTitle']],
  [{ ...good, aeTitle: '影像' }, ['aeTitle']],
  [{ ...good, host: '' }, ['host']],
  [{ ...good, host: 'a b' }, ['host']],
  [{ ...good, host: 'http://x' }, ['host']],
  [{ ...good, port: 0 }, ['port']],
  [{ ...good, port: 65_536 }, ['port']],
  [{ ...good, port: 1.5 }, ['port']],
  [{ ...good, user: { name: 'anna', passcodeFile: 'pacs2' } }, []],
  [{ ...good, user: { tokenFile: 'pacs2.jwt' } }, []],
  [{ ...good, user: { name: '' } }, ['user']],
  [{ ...good, user: { name: 'anna', passcodeFile: '../users.json' } }, ['user']],
  [{ ...good, user: { name: 'anna', tokenFile: 'x' } }, ['user']],
])('%j has faults %j', (peer, fields) => {
  expect(Object.keys(faultsOf(peer))).toEqual(fields);
});
