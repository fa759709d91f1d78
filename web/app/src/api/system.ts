import { ask, getJson } from './http';

export interface Health {
  isReady: boolean;
  notReady: string | null;
  at: string;
  startedAt: string;
  index: { behind: number; setAside: number; trouble: string | null };
  disk: { freeBytes: number | null; totalBytes: number | null; leastFreeBytes: number };
  warm: { isOn: boolean; trouble: string | null };
  replica: { isOn: boolean; trouble: string | null; lag: number; caughtUpAt: string | null };
  scrub: { isOn: boolean; isUnderWay: boolean; lastPassAt: string | null; nextPassAt: string | null; bundlesChecked: number; openFindings: number };
  queues: { index: number; openBundles: number; commitments: number; sends: number; sendsFailed: number };
}

export interface Figures {
  studies: number;
  series: number;
  instances: number;
  bytes: number;
}

export type ModalityFigures = Figures & { modality: string };

export interface DayFigures {
  day: string;
  studies: number;
  instances: number;
  bytes: number;
}

export interface Storage extends Figures {
  countedAt: string;
  ageSeconds: number;
  heldSeconds: number;
  modalities: ModalityFigures[];
  days: DayFigures[];
}

export interface Site {
  site: string;
  bytes: number;
  objects: number;
  studies: number;
  instances: number;
  warnBytes: number | null;
  maxBytes: number | null;
  warnObjects: number | null;
  maxObjects: number | null;
  state: 'Within' | 'Warned' | 'Full';
}

export interface Tiers {
  warm: { isOn: boolean; trouble: string | null; bundles: number; moved: number; movedBytes: number; stayed: number };
  cache: { bundles: number; bytes: number; maxBytes: number; wishes: number };
  replica: { isOn: boolean; trouble: string | null; lag: number; copied: number; copiedBytes: number; failed: number; caughtUpAt: string | null };
}

export interface Compression {
  isOn: boolean;
  position: number;
  sinceStart: { bundles: number; objects: number; bytesBefore: number; bytesAfter: number };
  trouble: string | null;
}

export interface Retention {
  isOn: boolean;
  nextRunAt: string | null;
  lastRun: { isUnderWay: boolean; finishedAt: string | null; looked: number; expired: number; rejected: number };
  rules: { name: string; text: string }[];
}

export interface AuditEntry {
  number: number;
  kind: string;
  at: string;
  who: string;
  why: string;
  reason: string | null;
  study: string | null;
  series: string | null;
  instances: number | null;
  studies: number | null;
  answers: number | null;
}

export const getHealth = (signal?: AbortSignal) => getJson<Health>('/api/health', signal);
export const getStorage = (days: number, signal?: AbortSignal) => getJson<Storage>(`/api/storage?days=${days}`, signal);
export const getTiers = (signal?: AbortSignal) => getJson<Tiers>('/api/tiers', signal);
export const getCompression = (signal?: AbortSignal) => getJson<Compression>('/api/compression', signal);
export const getRetention = (signal?: AbortSignal) => getJson<Retention>('/api/retention?limit=1', signal);

export async function getSites(after: string | undefined, limit: number, signal?: AbortSignal): Promise<{ sites: Site[]; next: string | null }> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (after !== undefined) query.set('after', after);
  return getJson(`/api/sites?${query}`, signal);
}

export function getAudit(study: string, before: number, limit: number, signal?: AbortSignal): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (study) query.set('study', study);
  if (before > 0) query.set('before', String(before));
  return getJson(`/api/audit?${query}`, signal);
}

export interface Setting {
  name: string;
  value: unknown;
  default?: string;
  bounds?: string;
  meaning: string;
  isLive: boolean;
  isSecret?: boolean;
  isSet?: boolean;
  changedAt?: string;
  changedBy?: string;
}

export const getSettings = async (signal?: AbortSignal) => (await getJson<{ settings: Setting[] }>('/api/settings', signal)).settings;

export async function changeSetting(name: string, value: string | number): Promise<Setting> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  return (await ask(`/api/settings/${encodeURIComponent(name)}`, { method: 'PUT', headers, body: JSON.stringify({ value }) })).json() as Promise<Setting>;
}
