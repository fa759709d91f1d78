import { expect, test } from 'vitest';
import { changesOf, concernsPatient, showElement, type Edited } from './attributes';

const before: Edited = { ideographic: '张^三', alphabetic: 'Zhang^San', patientId: 'P1', issuer: '', birthDate: '1980-06-15', sex: 'M', studyDate: '2026-11-27', description: 'Chest', accession: 'A1' };
const name = { Alphabetic: 'Zhang^San', Ideographic: '张^三', Phonetic: 'x' };

test('only what differs is set', () => {
  expect(changesOf(before, before, name)).toEqual({});
  expect(changesOf(before, { ...before, birthDate: '1981-06-15', description: ' Chest ' }, name)).toEqual({ '00100030': { vr: 'DA', Value: ['19810615'] } });
});

test('a name keeps the groups that were not touched', () => {
  expect(changesOf(before, { ...before, ideographic: '章^三' }, name)).toEqual({ '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Zhang^San', Ideographic: '章^三', Phonetic: 'x' }] } });
});

test('an empty text takes the value away', () => {
  const set = changesOf(before, { ...before, accession: '' }, name);
  expect(set).toEqual({ '00080050': { vr: 'SH' } });
  expect(concernsPatient(set)).toBe(false);
  expect(concernsPatient(changesOf(before, { ...before, sex: 'F' }, name))).toBe(true);
});

test('elements are shown as people read them', () => {
  expect(showElement({ vr: 'PN', Value: [name] })).toBe('张三 (Zhang, San; x)');
  expect(showElement({ vr: 'DA', Value: ['19800615'] })).toBe('1980-06-15');
  expect(showElement(undefined)).toBe('');
});
