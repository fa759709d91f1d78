import type { paths } from './openapi';
import { api, told, type Described } from './http';

export type Finding = Described<'IntegrityLine'>;

export type Integrity = Described<'IntegrityAnswer'>;

export function getIntegrity(onlyOpen: boolean, after: number, limit: number, signal?: AbortSignal): Promise<Integrity> {
  return told(api.GET('/api/integrity', { params: { query: { after, limit, ...(onlyOpen ? { open: true } : {}) } }, signal }));
}

export const repairFinding = (number: number, why: string) => told(api.POST('/api/integrity/{number}/repair', { params: { path: { number } }, body: { why } }));

/** What was decided about what is kept: a rejection, a hold, a request to purge. */
export type Decision = Described<'DecisionLine'>;

export type Certificate = Described<'CertificateLine'>;

export type DecisionList = 'rejected' | 'holds' | 'purges';

/** A list is of those that stand no more too; of what was rejected it always is. */
export function listDecisions(list: DecisionList, after: number, limit: number, signal?: AbortSignal): Promise<Described<'DecisionPage'>> {
  const query = { after, limit };
  return list === 'rejected'
    ? told(api.GET('/api/lifecycle/rejected', { params: { query }, signal }))
    : told(api.GET(`/api/lifecycle/${list}`, { params: { query: { ...query, all: true } }, signal }));
}

export const listCertificates = (after: number, limit: number, signal?: AbortSignal) => told(api.GET('/api/lifecycle/certificates', { params: { query: { after, limit } }, signal }));

export const getChain = (signal?: AbortSignal) => told(api.GET('/api/lifecycle/certificates/chain', { signal }));

export const certificateAddress = (number: number) => `/api/lifecycle/certificates/${number}`;

/** What a decision is about, and why; `number` is of the decision that it answers. */
export type Deciding = paths['/api/lifecycle/restore']['post']['requestBody']['content']['application/json'] & { number?: number };

const answering = ({ number = 0, ...body }: Deciding) => ({ params: { path: { number } }, body });

export const decide = {
  hold: (body: Deciding) => told(api.POST('/api/lifecycle/holds', { body })),
  release: (body: Deciding) => told(api.POST('/api/lifecycle/holds/{number}/release', answering(body))),
  restore: (body: Deciding) => told(api.POST('/api/lifecycle/restore', { body })),
  requestPurge: (body: Deciding) => told(api.POST('/api/lifecycle/purges', { body })),
  approve: (body: Deciding) => told(api.POST('/api/lifecycle/purges/{number}/approve', answering(body))),
  refuse: (body: Deciding) => told(api.POST('/api/lifecycle/purges/{number}/refuse', answering(body))),
};
