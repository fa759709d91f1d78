import { ask, getJson, postJson } from './http';

/** On whose behalf a peer is called; secrets are in files that the server has. */
export interface PeerUser {
  name?: string;
  passcodeFile?: string;
  tokenFile?: string;
}

export interface Peer {
  aeTitle: string;
  host: string;
  port: number;
  useTls?: boolean;
  user?: PeerUser;
}

export interface Echo {
  ok: boolean;
  milliseconds: number;
  problem?: string;
}

const path = (aeTitle: string) => `/api/peers/${encodeURIComponent(aeTitle)}`;

export const listPeers = (signal?: AbortSignal) => getJson<Peer[]>('/api/peers', signal);

/** Adds a peer, or puts it in the place of the one with its title. */
export async function putPeer(peer: Peer): Promise<void> {
  await ask('/api/peers', { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(peer) });
}

export async function removePeer(aeTitle: string): Promise<void> {
  await ask(path(aeTitle), { method: 'DELETE' });
}

export const echoPeer = (aeTitle: string) => postJson<Echo>(`${path(aeTitle)}/echo`, {});
