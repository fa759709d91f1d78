import { expect, test } from 'vitest';
import { filterOfHash, hashOfFilter, isFiltered, matchParameters, NO_FILTER, pageParameters } from './studyQuery';

const ask = (change: object) => Object.fromEntries(matchParameters({ ...NO_FILTER, ...change }));

test('a name is matched fuzzily anywhere, wildcards of the reader stay', () => {
  expect(ask({ name: ' 张 ' })).toEqual({ PatientName: '*张*', fuzzymatching: 'true' });
  expect(ask({ name: 'zhang*' })).toEqual({ PatientName: 'zhang*', fuzzymatching: 'true' });
});

test('every field becomes the attribute it stands for, and an empty one nothing', () => {
  expect(ask({ id: 'P1', accession: 'A1', from: '2026-01-01', modality: 'CT', body: 'chest', description: '胸部' })).toEqual({
    PatientID: '*P1*', AccessionNumber: '*A1*', StudyDate: '20260101-', ModalitiesInStudy: 'CT', BodyPartExamined: '*CHEST*', StudyDescription: '*胸部*',
  });
  expect(ask({})).toEqual({});
  expect(ask({ name: '   ' })).toEqual({});
});

test('a page is found by its offset or by the place where the one before ended, in the order that is asked for', () => {
  expect(String(pageParameters({ ...NO_FILTER, order: '-PatientID' }, 100, { offset: 200 }))).toBe('limit=100&offset=200&orderby=-PatientID');
  expect(String(pageParameters(NO_FILTER, 100, { offset: 0 }))).toBe('limit=100');
  expect(String(pageParameters(NO_FILTER, 100, { after: 'a+b=' }))).toBe('limit=100&after=a%2Bb%3D');
});

test('the filter lives behind the # of the address and comes back from it', () => {
  const filter = { ...NO_FILTER, name: '张三 & co', to: '2026-02-28' };
  expect(filterOfHash(hashOfFilter(filter))).toEqual(filter);
  expect(hashOfFilter(NO_FILTER)).toBe('');
  expect(isFiltered({ ...NO_FILTER, order: 'PatientID' })).toBe(false);
});
