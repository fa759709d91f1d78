import { getJson, postJson } from './http';

export interface Finding {
  number: number;
  at: string;
  bundleId: number;
  kind: string;
  resolvedAt: string | null;
  repairedFrom: string | null;
  studyInstanceUid: string | null;
  seriesInstanceUid: string | null;
  instances: number | null;
  store: string | null;
}

export interface Integrity {
  isOn: boolean;
  isUnderWay: boolean;
  lastPassAt: string | null;
  nextPassAt: string | null;
  bundlesChecked: number;
  bytesChecked: number;
  openFindings: number;
  oldestCheckAt: string | null;
  overdue: number;
  openBundles: number;
  longestOpenSeconds: number;
  findings: Finding[];
}

export function getIntegrity(onlyOpen: boolean, after: number, limit: number, signal?: AbortSignal): Promise<Integrity> {
  const query = new URLSearchParams({ after: String(after), limit: String(limit) });
  if (onlyOpen) query.set('open', 'true');
  return getJson(`/api/integrity?${query}`, signal);
}

export const repairFinding = (number: number, why: string) => postJson(`/api/integrity/${number}/repair`, { why });

/** What was decided about what is kept: a rejection, a hold, a request to purge. */
export interface Decision {
  number: number;
  kind: string;
  status: string;
  at: string;
  who: string;
  why: string;
  reason: string | null;
  reasonMeaning: string | null;
  studyInstanceUid: string;
  seriesInstanceUid: string | null;
  sopInstanceUid: string | null;
  instances: number;
  bytes: number;
  stillRejected: number;
  stillRejectedBytes: number;
  until: string | null;
  expiresAt: string | null;
  studyDate: string | null;
  modalities: string | null;
  description: string | null;
  answers: { number: number; kind: string; at: string; who: string; why: string }[];
}

export interface Certificate {
  number: number;
  issuedAt: string;
  studyInstanceUid: string;
  instances: number;
  bytes: number;
  requestedBy: string;
  approvedBy: string;
  twoPersons: boolean;
  sha256: string;
}

export type DecisionList = 'rejected' | 'holds' | 'purges';

const API = '/api/lifecycle';

export function listDecisions(list: DecisionList, after: number, limit: number, signal?: AbortSignal): Promise<{ decisions: Decision[]; next: number | null }> {
  const query = new URLSearchParams({ after: String(after), limit: String(limit) });
  if (list !== 'rejected') query.set('all', 'true');
  return getJson(`${API}/${list}?${query}`, signal);
}

export const listCertificates = (after: number, limit: number, signal?: AbortSignal) =>
  getJson<{ certificates: Certificate[]; next: number | null }>(`${API}/certificates?after=${after}&limit=${limit}`, signal);

export const getChain = (signal?: AbortSignal) => getJson<{ certificates: number; isWhole: boolean }>(`${API}/certificates/chain`, signal);

export const certificateAddress = (number: number) => `${API}/certificates/${number}`;

/** Decides; `path` is what follows `/api/lifecycle/`. */
export const decide = (path: string, body: object) => postJson(`${API}/${path}`, body);
