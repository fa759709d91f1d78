import type { DicomJson } from '../dicom/json';
import { api, told, type Described } from './http';

/** What a study would say after a correction. */
export type Preview = Described<'PreviewLine'>;

export type Correction = Described<'CorrectionLine'>;

export async function previewCorrection(studies: string[], set: DicomJson, signal?: AbortSignal): Promise<Preview[]> {
  return (await told(api.POST('/api/corrections/preview', { body: { studies, set }, signal }))).studies;
}

/** The number of the correction, by which it can be undone. */
export async function correct(studies: string[], set: DicomJson, why: string): Promise<number> {
  return (await told(api.POST('/api/corrections', { body: { studies, set, why } }))).number;
}

export async function undoCorrection(number: number, why: string): Promise<void> {
  await api.POST('/api/corrections/{number}/undo', { params: { path: { number } }, body: { why } });
}

export async function findCorrections(study: string, signal?: AbortSignal): Promise<Correction[]> {
  return (await told(api.GET('/api/corrections', { params: { query: { study } }, signal }))).corrections;
}
