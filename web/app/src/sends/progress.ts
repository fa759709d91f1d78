import type { Send, SendState } from '../api/sends';

/** Nothing becomes of it any more by itself. */
export const hasEnded = (state: SendState) => state === 'done' || state === 'failed' || state === 'cancelled';

/** How much is through, 0 to 100; 100 only when all is. */
export function percentOf({ state, sent, total }: Pick<Send, 'state' | 'sent' | 'total'>): number {
  if (state === 'done') return 100;
  return total > 0 ? Math.min(99, Math.floor(100 * sent / total)) : 0;
}

/** How long until sends are asked for again, milliseconds: soon while something moves, seldom when all wait for a later time, or nothing is to be done. */
export function nextLook(sends: Pick<Send, 'state' | 'nextAttemptAt'>[], now: number): number {
  const moves = sends.some(({ state, nextAttemptAt }) => state === 'sending' || (state === 'waiting' && (nextAttemptAt === null || Date.parse(nextAttemptAt) <= now + 2000)));
  return moves ? 1000 : sends.some(({ state }) => state === 'waiting') ? 4000 : 15_000;
}

/** What can still be done with it. */
export const canRetry = ({ state }: Pick<Send, 'state'>) => state === 'failed' || state === 'cancelled' || state === 'waiting';
export const canCancel = ({ state }: Pick<Send, 'state'>) => state === 'waiting' || state === 'sending';
