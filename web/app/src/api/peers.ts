import { api, told, type Described } from './http';

/** On whose behalf a peer is called; secrets are in files that the server has. */
export type PeerUser = Described<'PeerUser'>;

export type Peer = Described<'RemotePeer'>;

export type Echo = Described<'EchoAnswer'>;

export const listPeers = (signal?: AbortSignal) => told(api.GET('/api/peers', { signal }));

/** Adds a peer, or puts it in the place of the one with its title. */
export async function putPeer(peer: Peer): Promise<void> {
  await api.POST('/api/peers', { body: { ...peer, user: peer.user ?? undefined } });
}

export async function removePeer(aeTitle: string): Promise<void> {
  await api.DELETE('/api/peers/{aeTitle}', { params: { path: { aeTitle } } });
}

export const echoPeer = (aeTitle: string) => told(api.POST('/api/peers/{aeTitle}/echo', { params: { path: { aeTitle } } }));
