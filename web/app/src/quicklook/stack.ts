// The images of a series, in the order in which they are leafed through.

import { numberOf, textOf, valuesOf, type DicomJson } from '../dicom/json';

export interface StackImage {
  /** As the image loader knows it. */
  id: string;
  instance: string;
  /** From 1. */
  frame: number;
  metadata: DicomJson;
}

/** One image a frame. Slices in parallel lie along their normal, others by their number. */
export function stackOf(path: string, instances: DicomJson[]): StackImage[] {
  const pictures = instances.filter(instance => numberOf(instance, '00280010') !== null && (instance['7FE00010'] ?? instance['7FE00008'] ?? instance['7FE00009']) !== undefined);
  return inOrder(pictures).flatMap(metadata => {
    const instance = textOf(metadata, '00080018');
    const frames = numberOf(metadata, '00280008') ?? 1;
    return Array.from({ length: frames }, (_, index) => ({ id: `wadors:${path}/instances/${instance}/frames/${index + 1}`, instance, frame: index + 1, metadata }));
  });
}

function inOrder(instances: DicomJson[]): DicomJson[] {
  const normal = commonNormal(instances);
  const placeOf = (instance: DicomJson) => normal ? dot(normal, valuesOf<number>(instance, '00200032')) : numberOf(instance, '00200013') ?? 0;
  return instances.toSorted((one, other) => placeOf(one) - placeOf(other) || textOf(one, '00080018').localeCompare(textOf(other, '00080018')));
}

/** The normal of all slices, pointing as their numbers run; null where they are not parallel, or not placed. */
function commonNormal(instances: DicomJson[]): number[] | null {
  const [first] = instances;
  if (!first || instances.length < 2) return null;
  const normal = normalOf(first);
  if (!normal || instances.some(one => valuesOf(one, '00200032').length !== 3 || dot(normal, normalOf(one) ?? [0, 0, 0]) < 0.999)) return null;
  const last = instances.reduce((highest, one) => (numberOf(one, '00200013') ?? 0) > (numberOf(highest, '00200013') ?? 0) ? one : highest);
  const lowest = instances.reduce((least, one) => (numberOf(one, '00200013') ?? 0) < (numberOf(least, '00200013') ?? 0) ? one : least);
  const isTurned = dot(normal, valuesOf<number>(last, '00200032')) < dot(normal, valuesOf<number>(lowest, '00200032'));
  return isTurned ? normal.map(part => -part) : normal;
}

function normalOf(instance: DicomJson): number[] | null {
  const directions = valuesOf<number>(instance, '00200037').map(Number);
  if (directions.length !== 6) return null;
  const [a, b, c, d, e, f] = directions as [number, number, number, number, number, number];
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

const dot = (one: number[], other: (number | string)[]) => one.reduce((sum, part, index) => sum + part * Number(other[index] ?? 0), 0);
