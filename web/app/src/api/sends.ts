import { getJson, postJson } from './http';

export type SendState = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';

/** Objects on their way to a peer. */
export interface Send {
  number: number;
  state: SendState;
  at: string;
  who: string;
  to: string;
  /** Null where the reader may not see it. */
  study: string | null;
  series: string | null;
  /** How many were named; null is all of the study or series. */
  instances: number | null;
  total: number;
  sent: number;
  failed: number;
  bytes: number;
  attempts: number;
  problem: string | null;
  nextAttemptAt: string | null;
  endedAt: string | null;
}

export interface SendPage {
  sends: Send[];
  next: number | null;
  open: number;
}

export function listSends(state: SendState | '', before: number, limit: number, signal?: AbortSignal): Promise<SendPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (state) query.set('state', state);
  if (before > 0) query.set('before', String(before));
  return getJson(`/api/sends?${query}`, signal);
}

export const findSend = (number: number, signal?: AbortSignal) => getJson<Send>(`/api/sends/${number}`, signal);

export const addSend = (to: string, study: string, series?: string) => postJson<Send>('/api/sends', { to, study, ...(series ? { series } : {}) });

export const retrySend = (number: number) => postJson<Send>(`/api/sends/${number}/retry`, {});

export const cancelSend = (number: number) => postJson<Send>(`/api/sends/${number}/cancel`, {});
