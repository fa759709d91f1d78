import { expect, test } from 'vitest';
import { nextOrder, sortOf } from './columns';

test('a head turns from low to high, high to low, and back to the newest first', () => {
  expect(nextOrder('', 'PatientID')).toBe('PatientID');
  expect(nextOrder('PatientID', 'PatientID')).toBe('-PatientID');
  expect(nextOrder('-PatientID', 'PatientID')).toBe('');
  expect(nextOrder('', 'StudyDate')).toBe('StudyDate,StudyTime');
  expect(nextOrder('StudyDate,StudyTime', 'StudyDate')).toBe('');
});

test('a head says how the list is ordered', () => {
  expect(sortOf('', 'StudyDate')).toBe('descending');
  expect(sortOf('StudyDate,StudyTime', 'StudyDate')).toBe('ascending');
  expect(sortOf('-PatientID', 'PatientID')).toBe('descending');
  expect(sortOf('', undefined)).toBeUndefined();
});
