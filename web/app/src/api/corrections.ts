import type { DicomJson } from '../dicom/json';
import { getJson, postJson } from './http';

/** What a study would say after a correction. */
export interface Preview {
  study: string;
  series: number;
  instances: number;
  before: DicomJson;
  after: DicomJson;
  /** Tags in which the study's series do not agree. */
  differing: string[];
  /** The patient whom the study would come to, when there is one already. */
  joins?: { patientId: string; issuer: string; name: string; studies: number };
}

export interface Correction {
  number: number;
  at: string;
  who: string;
  why: string;
  study: string;
  series?: string;
  before: DicomJson;
  set: DicomJson;
  undone?: { number: number; at: string; who: string; why: string };
}

export async function previewCorrection(studies: string[], set: DicomJson, signal?: AbortSignal): Promise<Preview[]> {
  return (await postJson<{ studies: Preview[] }>('/api/corrections/preview', { studies, set }, signal)).studies;
}

/** The number of the correction, by which it can be undone. */
export async function correct(studies: string[], set: DicomJson, why: string): Promise<number> {
  return (await postJson<{ number: number }>('/api/corrections', { studies, set, why })).number;
}

export async function undoCorrection(number: number, why: string): Promise<void> {
  await postJson(`/api/corrections/${number}/undo`, { why });
}

export async function findCorrections(study: string, signal?: AbortSignal): Promise<Correction[]> {
  return (await getJson<{ corrections: Correction[] }>(`/api/corrections?study=${encodeURIComponent(study)}`, signal)).corrections;
}
