import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { listPeers } from '../api/peers';
import { retrySend } from '../api/sends';
import { useWords } from '../system/words/useWords';
import { canRetry } from './progress';
import { SendForm } from './SendForm';
import { SendProgress } from './SendProgress';
import { useEcho } from './useEcho';
import { useSend } from './useSend';
import './sends.css';

interface Properties {
  study: string;
  /** What is chosen at first; without it the whole study. */
  series?: string;
  onClose: () => void;
}

/** Sends a study, or a series of it, to a peer: choose, see whether it is there, watch it go. Closed, it goes on by itself. */
export function SendDialog({ study, series: given, onClose }: Properties) {
  const { t } = useWords();
  const { data: peers, error } = useQuery({ queryKey: ['peers'], queryFn: ({ signal }) => listPeers(signal), staleTime: 0 });
  const { answers, ask } = useEcho();
  const [to, setTo] = useState<string | null>(null);
  const [series, setSeries] = useState(given ?? '');
  const [refusal, setRefusal] = useState('');
  const [isBusy, setBusy] = useState(false);
  const { send, begin, renew } = useSend();
  const chosen = to ?? (peers?.length === 1 ? peers[0]!.aeTitle : null);

  useEffect(() => {
    if (chosen) void ask(chosen);
  }, [chosen, ask]);

  const attempt = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal('');
    try {
      await what();
    } catch (failed) {
      setRefusal((failed as Error).message);
    }
    setBusy(false);
  };
  const footer = send ? (
    <>
      {canRetry(send) && send.attempts > 0 ? <Button loading={isBusy} onClick={() => void attempt(async () => { await retrySend(send.number); await renew(); })}>{t('retryNow')}</Button> : null}
      <Button href="/system/sends">{t('toSends')}</Button>
      <Button type="primary" onClick={onClose}>{t('close')}</Button>
    </>
  ) : (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!chosen} loading={isBusy} onClick={() => void attempt(() => begin(chosen!, study, series || undefined))}>{t('send')}</Button>
    </>
  );
  return (
    <Modal open title={t('sendTitle')} onCancel={onClose} footer={footer} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <div className="send-dialog">
        {error ? <p role="alert" className="bad">{t('notAnswered', { why: error.message })}</p> : null}
        {send ? <><p>{t('goesTo', { peer: send.to })}</p><SendProgress send={send} />{<p className="soft">{t('goesOn')}</p>}</>
          : peers ? <SendForm study={study} peers={peers} to={chosen} onTo={setTo} series={series} onSeries={setSeries} echo={chosen ? answers[chosen] : undefined} onEcho={() => chosen && void ask(chosen)} /> : null}
        {refusal ? <p role="alert" className="bad">{t('refused', { why: refusal })}</p> : null}
      </div>
    </Modal>
  );
}
