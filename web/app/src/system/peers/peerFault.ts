import type { Peer } from '../../api/peers';

export type PeerField = 'aeTitle' | 'host' | 'port' | 'user';

const MAX_TITLE = 16, MAX_HOST = 255, MAX_USER = 255, MAX_FILE = 100;
const LABEL = /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const FILE = /^[0-9A-Za-z_-][0-9A-Za-z._-]*$/;

/** What the server would refuse, by field; it has the last word. */
export function faultsOf(peer: Peer): Partial<Record<PeerField, string>> {
  const faults: Partial<Record<PeerField, string>> = {};
  if (!isTitle(peer.aeTitle)) faults.aeTitle = 'fault_aeTitle';
  if (!isHost(peer.host)) faults.host = 'fault_host';
  if (!Number.isInteger(peer.port) || peer.port < 1 || peer.port > 65_535) faults.port = 'fault_port';
  if (peer.user && !isUser(peer.user)) faults.user = 'fault_user';
  return faults;
}

/** 1 to 16 printable ASCII characters without backslash, no space at either end (PS3.5 §6.2, AE). */
const isTitle = (title: string) => title.length >= 1 && title.length <= MAX_TITLE && /^[ -~]+$/.test(title) && !title.includes('\\') && title.trim() === title;

/** A name, or an address of either kind. */
function isHost(host: string): boolean {
  if (host.length < 1 || host.length > MAX_HOST) return false;
  if (host.includes(':')) return /^\[?[0-9A-Fa-f:.]+(%\w+)?\]?$/.test(host);
  return host.replace(/\.$/, '').split('.').every(label => LABEL.test(label));
}

function isUser({ name, passcodeFile, tokenFile }: NonNullable<Peer['user']>): boolean {
  const isFile = (file: string) => file.length <= MAX_FILE && FILE.test(file);
  if (tokenFile !== undefined) return name === undefined && passcodeFile === undefined && isFile(tokenFile);
  return name !== undefined && name.length >= 1 && name.length <= MAX_USER && (passcodeFile === undefined || isFile(passcodeFile));
}
