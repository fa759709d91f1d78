import { Progress } from 'antd';
import type { Send } from '../api/sends';
import { useShow } from '../system/shared/useShow';
import { useWords } from '../system/words/useWords';
import { percentOf } from './progress';
import './sends.css';

const STATUS = { done: 'success', failed: 'exception', cancelled: 'normal', waiting: 'normal', sending: 'active' } as const;

/** How far a send is: its state, a bar, counts, and what went wrong last. */
export function SendProgress({ send }: { send: Send }) {
  const { t } = useWords();
  const show = useShow();
  return (
    <div className="send-progress" data-state={send.state}>
      <span className="send-state">{t(`send_${send.state}`)}</span>
      <Progress percent={percentOf(send)} status={STATUS[send.state]} size="small" showInfo={false} aria-label={t('progressTo', { peer: send.to })} />
      <span>{t('sentOf', { sent: show.number(send.sent), total: show.number(send.total), bytes: show.bytes(send.bytes) })}</span>
      {send.failed > 0 ? <span className="bad">{t('refusedObjects', { count: send.failed })}</span> : null}
      {send.problem && send.state !== 'done' ? <span className="bad">{send.problem}</span> : null}
      {send.state === 'waiting' && send.nextAttemptAt && send.attempts > 0 ? <span className="soft">{t('nextTry', { when: show.moment(send.nextAttemptAt), count: send.attempts })}</span> : null}
    </div>
  );
}
