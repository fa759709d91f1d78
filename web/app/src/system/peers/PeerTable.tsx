import { Button } from 'antd';
import type { Peer } from '../../api/peers';
import { EchoMark } from '../../sends/EchoMark';
import type { EchoState } from '../../sends/useEcho';
import { DataTable } from '../shared/DataTable';
import { useWords } from '../words/useWords';

interface Properties {
  peers: Peer[];
  answers: Record<string, EchoState>;
  onEcho: (peer: Peer) => void;
  onEdit: (peer: Peer) => void;
  onRemove: (peer: Peer) => void;
}

/** The peers, and what can be done with each. */
export function PeerTable({ peers, answers, onEcho, onEdit, onRemove }: Properties) {
  const { t } = useWords();
  return (
    <DataTable label={t('knownPeers')} rows={peers} rowKey={peer => peer.aeTitle} columns={[
      { key: 'title', head: t('aeTitle'), isHead: true, cell: peer => <b>{peer.aeTitle}</b> },
      { key: 'host', head: t('host'), cell: peer => peer.host },
      { key: 'port', head: t('port'), isNumber: true, cell: peer => peer.port },
      { key: 'how', head: t('how'), cell: peer => <>{t(peer.useTls ? 'overTls' : 'plain')}{peer.user ? <small>{t('asUser', { user: peer.user.name ?? peer.user.tokenFile ?? '' })}</small> : null}</> },
      { key: 'echo', head: t('isThere'), cell: peer => <EchoMark state={answers[peer.aeTitle]} /> },
      {
        key: 'do', head: t('todo'), cell: peer => (
          <div className="actions">
            <Button size="small" loading={answers[peer.aeTitle] === 'asking'} onClick={() => onEcho(peer)}>{t('echo')}</Button>
            <Button size="small" onClick={() => onEdit(peer)}>{t('change')}</Button>
            <Button size="small" danger onClick={() => onRemove(peer)}>{t('remove')}</Button>
          </div>
        ),
      },
    ]} />
  );
}
