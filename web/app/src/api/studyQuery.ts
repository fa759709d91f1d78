import { dateRange } from '../dicom/dates';

/** What is asked of the study list; empty is not asked. */
export interface StudyFilter {
  name: string;
  id: string;
  accession: string;
  from: string;
  to: string;
  modality: string;
  body: string;
  description: string;
  /** An attribute, with a minus before it for the highest first; empty for the newest first. */
  order: string;
}

export const NO_FILTER: StudyFilter = { name: '', id: '', accession: '', from: '', to: '', modality: '', body: '', description: '', order: '' };

const FIELDS = Object.keys(NO_FILTER) as (keyof StudyFilter)[];

/** The part of an address behind the #, which a browser never sends. */
export function filterOfHash(hash: string): StudyFilter {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  return Object.fromEntries(FIELDS.map(field => [field, said.get(field) ?? ''])) as unknown as StudyFilter;
}

export function hashOfFilter(filter: StudyFilter): string {
  const said = new URLSearchParams();
  for (const field of FIELDS) if (filter[field]) said.set(field, filter[field]);
  return said.size > 0 ? `#${said}` : '';
}

export function isFiltered(filter: StudyFilter): boolean {
  return FIELDS.some(field => field !== 'order' && filter[field].trim() !== '');
}

/** The parameters of a search (PS3.18 §8.3.4) that match what was typed. */
export function matchParameters(filter: StudyFilter): URLSearchParams {
  const query = new URLSearchParams();
  const put = (key: string, value: string) => value && query.set(key, value);
  put('PatientName', anywhere(filter.name));
  if (filter.name.trim()) query.set('fuzzymatching', 'true');
  put('PatientID', anywhere(filter.id));
  put('AccessionNumber', anywhere(filter.accession));
  put('StudyDate', dateRange(filter.from, filter.to));
  put('ModalitiesInStudy', filter.modality);
  put('BodyPartExamined', anywhere(filter.body.toUpperCase()));
  put('StudyDescription', anywhere(filter.description));
  return query;
}

/** One page: `offset` studies are left out, or all up to the place `after`. */
export function pageParameters(filter: StudyFilter, limit: number, at: { offset: number } | { after: string }): URLSearchParams {
  const query = matchParameters(filter);
  query.set('limit', String(limit));
  if ('after' in at) query.set('after', at.after);
  else if (at.offset > 0) query.set('offset', String(at.offset));
  if (filter.order) query.set('orderby', filter.order);
  return query;
}

/** Found anywhere in the text, unless the wildcards are the reader's own. A comma or backslash would part values. */
function anywhere(typed: string): string {
  const text = typed.trim();
  return text === '' || /[*?]/.test(text) ? text : `*${text}*`;
}
