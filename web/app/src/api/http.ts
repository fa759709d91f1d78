// The one door to the server: every answer that is no success becomes an error that says what the server said.

export class ServerError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, init);
  if (!response.ok) throw new ServerError(response.status, await reasonOf(response));
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await ask(path, { headers: { Accept: 'application/json' }, signal })).json() as Promise<T>;
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  return (await ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal })).json() as Promise<T>;
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
