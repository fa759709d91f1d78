// The one door to the server: every answer that is no success becomes an error that says what the server said.

import createClient from 'openapi-fetch';
import type { components, paths } from './openapi';

export class ServerError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, init);
  await check(response);
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await ask(path, { headers: { Accept: 'application/json' }, signal })).json() as Promise<T>;
}

/** What the server describes under that name. */
export type Described<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The addresses under `/api`, as the server describes them in `openapi.json`. */
export const api = createClient<paths>();

api.use({
  onResponse: ({ response }) => check(response),
});

/** What an answer holds; a failure is an error before. */
export async function told<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

async function check(response: Response): Promise<void> {
  if (!response.ok) throw new ServerError(response.status, await reasonOf(response));
}

/** What a problem (RFC 9457) says, else the status. */
async function reasonOf(response: Response): Promise<string> {
  try {
    const said = await response.json() as { detail?: string; title?: string };
    return said.detail ?? said.title ?? String(response.status);
  } catch {
    return `${response.status} ${response.statusText}`.trim();
  }
}
