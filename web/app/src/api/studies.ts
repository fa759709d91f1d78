import { valuesOf, numberOf, textOf, type DicomJson } from '../dicom/json';
import { ask, getJson } from './http';
import { seriesPath, studyPath } from './addresses';
import { studyOf, type Study } from './study';
import { matchParameters, pageParameters, type StudyFilter } from './studyQuery';

export interface StudyPage {
  studies: Study[];
  /** The place where the next page begins; null on the last one. */
  next: string | null;
}

export interface Series {
  uid: string;
  number: number | null;
  modality: string;
  description: string;
  bodyPart: string;
  images: number | null;
}

const JSON_MODEL = { Accept: 'application/dicom+json' };

export async function findStudies(filter: StudyFilter, limit: number, at: { offset: number } | { after: string }, signal?: AbortSignal): Promise<StudyPage> {
  const response = await ask(`/dicom-web/studies?${pageParameters(filter, limit, at)}`, { headers: JSON_MODEL, signal });
  const studies = (await response.json() as DicomJson[]).map(studyOf);
  return { studies, next: placeAfter(response.headers.get('Link')) };
}

export async function countStudies(filter: StudyFilter, signal?: AbortSignal): Promise<number> {
  return (await getJson<{ count: number }>(`/dicom-web/studies/count?${matchParameters(filter)}`, signal)).count;
}

export async function findStudy(study: string, signal?: AbortSignal): Promise<Study | null> {
  const query = new URLSearchParams({ StudyInstanceUID: study, includefield: 'IssuerOfPatientID' });
  const [found] = await (await ask(`/dicom-web/studies?${query}`, { headers: JSON_MODEL, signal })).json() as DicomJson[];
  return found ? studyOf(found) : null;
}

/** Other studies of the same patient, newest first. */
export async function findPriors(study: Study, limit: number, signal?: AbortSignal): Promise<Study[]> {
  if (!study.patientId) return [];
  const query = new URLSearchParams({ PatientID: study.patientId, limit: String(limit + 1), includefield: 'IssuerOfPatientID' });
  if (study.issuer) query.set('IssuerOfPatientID', study.issuer);
  const found = await (await ask(`/dicom-web/studies?${query}`, { headers: JSON_MODEL, signal })).json() as DicomJson[];
  return found.map(studyOf).filter(other => other.uid !== study.uid && other.issuer === study.issuer && other.patientId === study.patientId).slice(0, limit);
}

export async function findSeries(study: string, signal?: AbortSignal): Promise<Series[]> {
  const response = await ask(`${studyPath(study)}/series?orderby=SeriesNumber&includefield=BodyPartExamined`, { headers: JSON_MODEL, signal });
  return (await response.json() as DicomJson[]).map(json => ({
    uid: textOf(json, '0020000E'),
    number: numberOf(json, '00200011'),
    modality: valuesOf<string>(json, '00080060').join(' '),
    description: textOf(json, '0008103E'),
    bodyPart: textOf(json, '00180015'),
    images: numberOf(json, '00201209'),
  }));
}

/** What every object of a series says of itself, pixels aside. */
export async function findInstances(study: string, series: string, signal?: AbortSignal): Promise<DicomJson[]> {
  return (await ask(`${seriesPath(study, series)}/metadata`, { headers: JSON_MODEL, signal })).json() as Promise<DicomJson[]>;
}

/** `after` of a Link with rel="next" (RFC 8288). */
export function placeAfter(link: string | null): string | null {
  const address = /<([^>]*)>;\s*rel="?next"?/.exec(link ?? '')?.[1];
  return address === undefined ? null : new URL(address, 'http://here').searchParams.get('after');
}
