import { expect, test } from 'vitest';
import { viewAddress, zipAddress } from './addresses';
import { placeAfter } from './studies';
import { readAnswer } from './store';

const item = (tag: string, value: object) => JSON.stringify({ [tag]: { vr: 'SQ', Value: [value] } });

test('the place of the next page is read from its link', () => {
  expect(placeAfter('<http://h/dicom-web/studies?limit=2&after=WyJh%2B>; rel="next"')).toBe('WyJh+');
  expect(placeAfter('<http://h/x>; rel="prev"')).toBeNull();
  expect(placeAfter(null)).toBeNull();
});

test('what became of an object is told from the answer to its store', () => {
  const address = { '00081190': { vr: 'UR', Value: ['http://h/dicom-web/studies/1.2.3/series/4/instances/5'] } };
  expect(readAnswer(200, item('00081199', address))).toEqual({ kind: 'stored', study: '1.2.3' });
  expect(readAnswer(202, item('00081199', { ...address, '00081196': { vr: 'US', Value: [0xb007] } })).kind).toBe('warned');
  expect(readAnswer(409, item('00081198', { '00081197': { vr: 'US', Value: [0xa900] } }))).toEqual({ kind: 'failed', code: 0xa900, text: '' });
  expect(readAnswer(400, item('0008119A', { '00081197': { vr: 'US', Value: [0xc000] } }))).toMatchObject({ code: 0xc000 });
  expect(readAnswer(413, '{"title":"Too large"}')).toEqual({ kind: 'failed', code: null, text: 'Too large' });
  expect(readAnswer(502, '<html>')).toEqual({ kind: 'failed', code: null, text: 'HTTP 502' });
});

test('addresses that a browser follows', () => {
  expect(viewAddress('1.2')).toBe('/view/1.2');
  expect(viewAddress('1.2', '1.3')).toBe('/view/1.2#with=1.3');
  expect(zipAddress('1.2')).toBe('/dicom-web/studies/1.2?accept=application/zip');
});
