import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Peer } from '../api/peers';
import { findSeries } from '../api/studies';
import { useWords } from '../system/words/useWords';
import { EchoMark } from './EchoMark';
import type { EchoState } from './useEcho';

interface Properties {
  study: string;
  peers: Peer[];
  to: string | null;
  onTo: (aeTitle: string) => void;
  series: string;
  onSeries: (uid: string) => void;
  echo: EchoState | undefined;
  onEcho: () => void;
}

/** To whom, and what of the study. */
export function SendForm({ study, peers, to, onTo, series, onSeries, echo, onEcho }: Properties) {
  const { t } = useWords();
  const id = useId();
  const { data } = useQuery({ queryKey: ['study', study, 'series'], queryFn: ({ signal }) => findSeries(study, signal) });
  if (peers.length === 0) return <p>{t('noPeers')} <Link to="/system/peers">{t('addPeerFirst')}</Link></p>;
  const parts = [{ value: '', label: t('wholeStudy') }, ...(data ?? []).map(one => ({ value: one.uid, label: [one.modality, one.number ?? '', one.description, t('imageCount', { count: one.images ?? 0 })].filter(Boolean).join(' · ') }))];
  return (
    <>
      <div>
        <label htmlFor={`${id}p`}>{t('toPeer')}</label>
        <Select id={`${id}p`} showSearch placeholder={t('choosePeer')} value={to} onChange={onTo} options={peers.map(peer => ({ value: peer.aeTitle, label: `${peer.aeTitle} · ${peer.host}:${peer.port}` }))} />
      </div>
      <div aria-live="polite">
        <EchoMark state={echo} />
        {echo && echo !== 'asking' && !echo.ok ? <span className="soft">{t('sendAnyway')} <Button size="small" onClick={onEcho}>{t('echo')}</Button></span> : null}
      </div>
      <div>
        <label htmlFor={`${id}s`}>{t('what')}</label>
        <Select id={`${id}s`} value={series} onChange={onSeries} options={parts} />
      </div>
    </>
  );
}
