import type { Deciding, Decision, DecisionList } from '../../api/keeping';

/** What can be decided: its words are `NAME`, `NAMEAsk`, `NAMEDone`. */
export interface Action {
  name: 'restore' | 'requestPurge' | 'release' | 'approve' | 'refuse';
  body: Deciding;
  isDanger?: boolean;
  /** It may be done without saying why. */
  isOptional?: boolean;
}

/** What a decision is about, as the server wants it said again. */
export function scopeOf({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: Decision): Deciding {
  return { study: studyInstanceUid, ...(seriesInstanceUid ? { series: seriesInstanceUid } : {}), ...(sopInstanceUid ? { instances: [sopInstanceUid] } : {}) };
}

/** What can be done with a line of a list, as it stands. */
export function actionsOf(list: DecisionList, decision: Decision): Action[] {
  const { number, status } = decision;
  if (list === 'rejected' && decision.stillRejected > 0) {
    return [
      { name: 'restore', body: scopeOf(decision) },
      { name: 'requestPurge', body: scopeOf(decision), isDanger: true },
    ];
  }
  if (list === 'holds' && status === 'held') return [{ name: 'release', body: { number } }];
  if (list === 'purges' && status === 'requested') {
    return [
      { name: 'approve', body: { number }, isDanger: true, isOptional: true },
      { name: 'refuse', body: { number } },
    ];
  }
  return [];
}

/** The end of a day that a hold lasts through, in universal time. */
export const endOf = (day: string) => `${day}T23:59:59Z`;
