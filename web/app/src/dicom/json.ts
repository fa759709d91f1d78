// The DICOM JSON Model (PS3.18 Annex F), as far as the pages read it.

export interface NameGroups {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}

export interface DicomElement {
  vr: string;
  Value?: unknown[];
}

export type DicomJson = Record<string, DicomElement>;

export function valuesOf<T>(json: DicomJson, tag: string): T[] {
  return ((json[tag]?.Value ?? []) as (T | null)[]).filter((value): value is T => value !== null && value !== '');
}

/** The first value as text; empty where there is none. */
export function textOf(json: DicomJson, tag: string): string {
  const [value] = valuesOf<string | number>(json, tag);
  return value === undefined ? '' : String(value);
}

export function numberOf(json: DicomJson, tag: string): number | null {
  const value = Number(textOf(json, tag) || Number.NaN);
  return Number.isFinite(value) ? value : null;
}

export function nameOf(json: DicomJson, tag: string): NameGroups {
  return valuesOf<NameGroups>(json, tag)[0] ?? {};
}
