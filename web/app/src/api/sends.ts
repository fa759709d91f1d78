import { api, told, type Described } from './http';

export type SendState = Described<'SendState'>;

/** Objects on their way to a peer. */
export type Send = Described<'SendLine'>;

export type SendPage = Described<'SendPage'>;

export function listSends(state: SendState | '', before: number, limit: number, signal?: AbortSignal): Promise<SendPage> {
  return told(api.GET('/api/sends', { params: { query: { limit, ...(state ? { state } : {}), ...(before > 0 ? { before } : {}) } }, signal }));
}

const one = (number: number) => ({ path: { number } });

export const findSend = (number: number, signal?: AbortSignal) => told(api.GET('/api/sends/{number}', { params: one(number), signal }));

export const addSend = (to: string, study: string, series?: string) => told(api.POST('/api/sends', { body: { to, study, ...(series ? { series } : {}) } }));

export const retrySend = (number: number) => told(api.POST('/api/sends/{number}/retry', { params: one(number) }));

export const cancelSend = (number: number) => told(api.POST('/api/sends/{number}/cancel', { params: one(number) }));
