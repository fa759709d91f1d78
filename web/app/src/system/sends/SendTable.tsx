import { Button } from 'antd';
import { viewAddress } from '../../api/addresses';
import type { Send } from '../../api/sends';
import { canCancel, canRetry } from '../../sends/progress';
import { SendProgress } from '../../sends/SendProgress';
import { DataTable } from '../shared/DataTable';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** Sends, and what can be done with each. */
export function SendTable({ sends, onRetry, onCancel }: { sends: Send[]; onRetry: (send: Send) => void; onCancel: (send: Send) => void }) {
  const { t } = useWords();
  const show = useShow();
  return (
    <DataTable label={t('sendQueue')} rows={sends} rowKey={send => send.number} columns={[
      { key: 'number', head: t('number'), isHead: true, isNumber: true, cell: send => send.number },
      { key: 'to', head: t('peer'), cell: send => <b>{send.to}</b> },
      { key: 'progress', head: t('state'), cell: send => <SendProgress send={send} /> },
      {
        key: 'what', head: t('what'), cell: send => (
          <>
            {send.study ? <a className="uid" href={viewAddress(send.study)}>{send.study}</a> : t('notForYou')}
            <small>{send.series ? t('oneSeries') : send.instances ? t('someObjects', { count: send.instances }) : t('wholeStudy')}</small>
          </>
        ),
      },
      { key: 'at', head: t('asked'), cell: send => <>{show.moment(send.at)}<small>{send.who}</small></> },
      {
        key: 'do', head: t('todo'), cell: send => (
          <div className="actions">
            {canRetry(send) ? <Button size="small" onClick={() => onRetry(send)}>{t('retryNow')}</Button> : null}
            {canCancel(send) ? <Button size="small" danger onClick={() => onCancel(send)}>{t('callOff')}</Button> : null}
          </div>
        ),
      },
    ]} />
  );
}
