import type { DicomElement, DicomJson, NameGroups } from '../dicom/json';
import { showDate } from '../dicom/dates';
import { nameLine } from '../dicom/names';
import type { Study } from '../api/study';

/** What the form holds: text, as it is typed. */
export interface Edited {
  ideographic: string;
  alphabetic: string;
  patientId: string;
  issuer: string;
  birthDate: string;
  sex: string;
  studyDate: string;
  description: string;
  accession: string;
}

interface Attribute {
  tag: string;
  vr: string;
  max: number;
}

/** The attributes that can be set here, by the name of their field. Both groups of a name are one attribute. */
export const ATTRIBUTES: Record<Exclude<keyof Edited, 'ideographic' | 'alphabetic'>, Attribute> = {
  patientId: { tag: '00100020', vr: 'LO', max: 64 },
  issuer: { tag: '00100021', vr: 'LO', max: 64 },
  birthDate: { tag: '00100030', vr: 'DA', max: 10 },
  sex: { tag: '00100040', vr: 'CS', max: 16 },
  studyDate: { tag: '00080020', vr: 'DA', max: 10 },
  description: { tag: '00081030', vr: 'LO', max: 64 },
  accession: { tag: '00080050', vr: 'SH', max: 16 },
};

export const NAME_TAG = '00100010';

/** Attributes that are the patient's and not the study's: to be the same in all of a patient's studies. */
const OF_PATIENT = new Set([NAME_TAG, '00100020', '00100021', '00100030', '00100040']);

export function editedOf(study: Study): Edited {
  const { name, patientId, issuer, birthDate, sex, date, description, accession } = study;
  return { ideographic: name.Ideographic ?? '', alphabetic: name.Alphabetic ?? '', patientId, issuer, birthDate, sex, studyDate: date, description, accession };
}

/** Only what differs, as DICOM JSON; an empty value takes the attribute's value away. */
export function changesOf(before: Edited, after: Edited, name: NameGroups): DicomJson {
  const set: DicomJson = {};
  if (before.ideographic !== after.ideographic.trim() || before.alphabetic !== after.alphabetic.trim()) {
    const groups = { Alphabetic: after.alphabetic.trim(), Ideographic: after.ideographic.trim(), Phonetic: name.Phonetic };
    const said = Object.fromEntries(Object.entries(groups).filter(([, text]) => text));
    set[NAME_TAG] = { vr: 'PN', ...(Object.keys(said).length > 0 ? { Value: [said] } : {}) };
  }
  for (const [field, { tag, vr }] of Object.entries(ATTRIBUTES) as [keyof typeof ATTRIBUTES, Attribute][]) {
    const text = after[field].trim();
    if (text === before[field].trim()) continue;
    set[tag] = { vr, ...(text ? { Value: [vr === 'DA' ? text.replaceAll('-', '') : text] } : {}) };
  }
  return set;
}

export const concernsPatient = (set: DicomJson) => Object.keys(set).some(tag => OF_PATIENT.has(tag));

/** The word for an attribute. */
export function nameOfTag(tag: string): string {
  if (tag === NAME_TAG) return 'patient';
  return Object.entries(ATTRIBUTES).find(([, attribute]) => attribute.tag === tag)?.[0] ?? tag;
}

export function showElement(element: DicomElement | undefined): string {
  const values = (element?.Value ?? []).filter(value => value !== null);
  return values.map(value => typeof value === 'object' ? nameLine(value as NameGroups) : element!.vr === 'DA' ? showDate(String(value)) : String(value)).join(' \\ ');
}
