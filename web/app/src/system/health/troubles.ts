import type { Compression, Health } from '../../api/system';

export type Severity = 'bad' | 'warn';

/** Something that is to be seen to: its text by name, what stands in it, and the part of the system where one sees to it. */
export interface Trouble {
  severity: Severity;
  word: string;
  values?: Record<string, string | number>;
  /** Values that are bytes and names of bytes. */
  bytes?: Record<string, number>;
  part?: string;
}

/** An index is behind for as long as something arrives; beyond so many events somebody should know. */
const MANY_BEHIND = 1000;

/** Free space below so many times the least is told before it is too late. */
const NEARLY = 10;

/** What is wrong, the worst first. Empty: nothing is. */
export function troublesOf(health: Health, compression?: Compression): Trouble[] {
  const { disk, index, warm, replica, scrub, queues } = health;
  const found: Trouble[] = [];
  const add = (is: unknown, trouble: Trouble) => is && found.push(trouble);
  add(!health.isReady, { severity: 'bad', word: 'notReady', values: { why: health.notReady ?? '' } });
  const isFull = disk.freeBytes !== null && disk.freeBytes <= disk.leastFreeBytes;
  add(isFull, { severity: 'bad', word: 'diskFull', bytes: { free: disk.freeBytes ?? 0, least: disk.leastFreeBytes }, part: 'storage' });
  add(scrub.openFindings, { severity: 'bad', word: 'findings', values: { count: scrub.openFindings }, part: 'integrity' });
  add(index.trouble, { severity: 'bad', word: 'indexTrouble', values: { why: index.trouble ?? '' } });
  add(index.setAside, { severity: 'bad', word: 'setAside', values: { count: index.setAside } });
  add(replica.isOn && replica.trouble, { severity: 'bad', word: 'replicaTrouble', values: { why: replica.trouble ?? '' }, part: 'storage' });
  add(warm.isOn && warm.trouble, { severity: 'bad', word: 'warmTrouble', values: { why: warm.trouble ?? '' }, part: 'storage' });
  add(queues.sendsFailed, { severity: 'warn', word: 'sendsFailed', values: { count: queues.sendsFailed }, part: 'sends' });
  add(!isFull && isNearlyFull(health), { severity: 'warn', word: 'diskNearlyFull', bytes: { free: disk.freeBytes ?? 0, least: disk.leastFreeBytes }, part: 'storage' });
  add(index.behind >= MANY_BEHIND, { severity: 'warn', word: 'indexBehind', values: { count: index.behind } });
  add(compression?.isOn && compression.trouble, { severity: 'warn', word: 'compressionTrouble', values: { why: compression?.trouble ?? '' }, part: 'storage' });
  add(!scrub.isOn, { severity: 'warn', word: 'scrubOff', part: 'settings' });
  return found.sort((one, other) => Number(one.severity === 'warn') - Number(other.severity === 'warn'));
}

function isNearlyFull({ disk: { freeBytes, totalBytes, leastFreeBytes } }: Health): boolean {
  if (freeBytes === null || totalBytes === null) return false;
  return freeBytes <= Math.max(leastFreeBytes * NEARLY, totalBytes * 0.05);
}
