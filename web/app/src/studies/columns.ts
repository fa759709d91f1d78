/** A column of the list; `order` is the attribute it can be ordered by. */
export interface Column {
  key: string;
  word: string;
  order?: string;
}

export const columns: Column[] = [
  { key: 'name', word: 'patient', order: 'PatientName' },
  { key: 'id', word: 'patientId', order: 'PatientID' },
  { key: 'sex', word: 'sexAge' },
  { key: 'date', word: 'studyDate', order: 'StudyDate' },
  { key: 'modality', word: 'modality' },
  { key: 'description', word: 'description', order: 'StudyDescription' },
  { key: 'accession', word: 'accession', order: 'AccessionNumber' },
  { key: 'images', word: 'images' },
  { key: 'open', word: 'open' },
];

/** The next order when a head is chosen: from low to high, from high to low, the newest first again. */
export function nextOrder(now: string, attribute: string): string {
  if (attribute === 'StudyDate') return now === 'StudyDate,StudyTime' ? '' : 'StudyDate,StudyTime';
  if (now === attribute) return `-${attribute}`;
  return now === `-${attribute}` ? '' : attribute;
}

export function sortOf(now: string, attribute: string | undefined): 'ascending' | 'descending' | 'none' | undefined {
  if (attribute === undefined) return undefined;
  if (attribute === 'StudyDate' && now === '') return 'descending';
  const first = now.split(',')[0];
  return first === attribute ? 'ascending' : first === `-${attribute}` ? 'descending' : 'none';
}
