import { Button } from 'antd';
import type { Decision, DecisionList } from '../../api/keeping';
import { DataTable, type Column } from '../shared/DataTable';
import { showDay } from '../shared/show';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import { actionsOf, type Action } from './decisions';

interface Properties {
  list: DecisionList;
  decisions: Decision[];
  onAct: (action: Action, decision: Decision) => void;
}

/** Decisions of one list, how each stands, and what can be done now. */
export function DecisionTable({ list, decisions, onAct }: Properties) {
  const { t } = useWords();
  const show = useShow();
  const isRejected = list === 'rejected';
  const counts: Column<Decision>[] = list === 'holds'
    ? [{ key: 'until', head: t('until'), cell: one => one.until ? show.moment(one.until) : t('unlimited') }]
    : [
        { key: 'images', head: t('images'), isNumber: true, cell: one => isRejected ? `${show.number(one.stillRejected)} / ${show.number(one.instances)}` : show.number(one.instances) },
        { key: 'size', head: t('size'), isNumber: true, cell: one => show.bytes(isRejected ? one.stillRejectedBytes : one.bytes) },
      ];
  return (
    <DataTable label={t(list)} rows={decisions} rowKey={one => one.number} columns={[
      { key: 'study', head: t('study'), isHead: true, cell: one => <StudyCell decision={one} /> },
      { key: 'why', head: t('reason'), cell: one => one.reason ? <>{t(`reason_${one.reason}`, one.reasonMeaning ?? one.reason)}{one.why ? <small>{one.why}</small> : null}</> : one.why },
      { key: 'who', head: t('who'), cell: one => <>{one.who}<small>{show.moment(one.at)}</small></> },
      ...counts,
      { key: 'state', head: t('state'), cell: one => <StateCell decision={one} /> },
      { key: 'do', head: t('todo'), cell: one => <div className="actions">{actionsOf(list, one).map(action => <Button key={action.name} size="small" danger={action.isDanger} onClick={() => onAct(action, one)}>{t(action.name)}</Button>)}</div> },
    ]} />
  );
}

/** What a search would tell of the study to who may read it; its UID. */
function StudyCell({ decision }: { decision: Decision }) {
  const { t } = useWords();
  const said = [showDay(decision.studyDate), decision.modalities, decision.description].filter(Boolean).join(' · ');
  const part = decision.sopInstanceUid ? t('oneInstance') : decision.seriesInstanceUid ? t('oneSeries') : '';
  return <>{said}<small className="uid">{decision.studyInstanceUid}</small>{part ? <small>{part}</small> : null}</>;
}

function StateCell({ decision }: { decision: Decision }) {
  const { t } = useWords();
  const show = useShow();
  const last = decision.answers.at(-1);
  const isBad = ['refused', 'expired', 'requested'].includes(decision.status);
  return (
    <>
      <span className={isBad ? 'warn' : ''}>{t(`state_${decision.status}`, decision.status)}</span>
      {decision.expiresAt ? <small>{t('expires', { when: show.moment(decision.expiresAt) })}</small> : last ? <small>{[last.who, show.moment(last.at), last.why].filter(Boolean).join(' · ')}</small> : null}
    </>
  );
}
