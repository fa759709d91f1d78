import { expect, test } from 'vitest';
import type { DicomJson } from '../dicom/json';
import { stackOf } from './stack';

function slice(number: number, z: number | null, extra: DicomJson = {}): DicomJson {
  return {
    '00080018': { vr: 'UI', Value: [`1.${number}`] },
    '00200013': { vr: 'IS', Value: [number] },
    '00280010': { vr: 'US', Value: [4] },
    '7FE00010': { vr: 'OW' },
    ...(z === null ? {} : { '00200032': { vr: 'DS', Value: [0, 0, z] }, '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] } }),
    ...extra,
  };
}

const order = (instances: DicomJson[]) => stackOf('/s', instances).map(image => image.instance);

test('slices lie along their normal, from the first number on', () => {
  expect(order([slice(3, 30), slice(1, 10), slice(2, 20)])).toEqual(['1.1', '1.2', '1.3']);
  expect(order([slice(3, 10), slice(1, 30), slice(2, 20)])).toEqual(['1.1', '1.2', '1.3']);
  expect(order([slice(10, 10), slice(2, 25), slice(3, 20), slice(1, 30)])).toEqual(['1.1', '1.2', '1.3', '1.10']);
});

test('what is not placed goes by its number', () => expect(order([slice(10, null), slice(2, null)])).toEqual(['1.2', '1.10']));

test('every frame is an image, and what has no pixels is none', () => {
  const report = slice(2, null);
  delete report['7FE00010'];
  expect(stackOf('/s', [slice(1, null, { '00280008': { vr: 'IS', Value: [3] } }), report]).map(image => image.id)).toEqual([1, 2, 3].map(frame => `wadors:/s/instances/1.1/frames/${frame}`));
});
