import { api, told, type Described } from './http';

export type Health = Described<'HealthAnswer'>;
export type ModalityFigures = Described<'ModalityFigures'>;
export type Figures = Omit<ModalityFigures, 'modality'>;
export type DayFigures = Described<'DayFigures'>;
export type Site = Described<'SiteLine'>;
export type Compression = Described<'CompressionState'>;
export type AuditEntry = Described<'AuditLine'>;
export type Setting = Described<'SettingLine'>;

export const getStats = (signal?: AbortSignal) => told(api.GET('/api/stats', { signal }));
export const getHealth = (signal?: AbortSignal) => told(api.GET('/api/health', { signal }));
export const getStorage = (days: number, signal?: AbortSignal) => told(api.GET('/api/storage', { params: { query: { days } }, signal }));
export const getTiers = (signal?: AbortSignal) => told(api.GET('/api/tiers', { signal }));
export const getCompression = (signal?: AbortSignal) => told(api.GET('/api/compression', { signal }));
export const getRetention = (signal?: AbortSignal) => told(api.GET('/api/retention', { params: { query: { limit: 1 } }, signal }));
export const getSites = (after: string | undefined, limit: number, signal?: AbortSignal) => told(api.GET('/api/sites', { params: { query: { after, limit } }, signal }));

export function getAudit(study: string, before: number, limit: number, signal?: AbortSignal): Promise<Described<'AuditPage'>> {
  return told(api.GET('/api/audit', { params: { query: { limit, ...(study ? { study } : {}), ...(before > 0 ? { before } : {}) } }, signal }));
}

export const getSettings = async (signal?: AbortSignal) => (await told(api.GET('/api/settings', { signal }))).settings;

export const changeSetting = (name: string, value: string | number) => told(api.PUT('/api/settings/{name}', { params: { path: { name } }, body: { value } }));
