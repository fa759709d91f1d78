import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { listPeers, removePeer, type Peer } from '../../api/peers';
import { useEcho } from '../../sends/useEcho';
import { Empty } from '../shared/Empty';
import { Section } from '../shared/Section';
import { useWords } from '../words/useWords';
import { PeerDialog } from './PeerDialog';
import { PeerTable } from './PeerTable';

/** Whom the archive can call: added, changed, asked whether they are there, removed. */
export function PeersPart() {
  const { t } = useWords();
  const client = useQueryClient();
  const { modal, notification } = App.useApp();
  const { data, error, isPending } = useQuery({ queryKey: ['peers'], queryFn: ({ signal }) => listPeers(signal), staleTime: 0 });
  const [edited, setEdited] = useState<Peer | 'new' | null>(null);
  const { answers, ask } = useEcho();
  const renew = () => client.invalidateQueries({ queryKey: ['peers'] });

  const remove = (peer: Peer) => modal.confirm({
    title: t('removePeer', { peer: peer.aeTitle }), content: t('removePeerHelp'), okText: t('remove'), cancelText: t('cancel'), okButtonProps: { danger: true },
    onOk: async () => {
      try {
        await removePeer(peer.aeTitle);
      } catch (failed) {
        notification.error({ title: t('refused', { why: (failed as Error).message }) });
      }
      await renew();
    },
  });

  const sorted = data?.toSorted((one, other) => one.aeTitle.localeCompare(other.aeTitle));
  return (
    <>
      <p className="soft">{t('peersHelp')}</p>
      <Section title={t('knownPeers')} error={error} isLoading={isPending && !error} actions={(
        <>
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited('new')}>{t('addPeer')}</Button>
          {sorted && sorted.length > 1 ? <Button onClick={() => { for (const peer of sorted) void ask(peer.aeTitle); }}>{t('echoAll')}</Button> : null}
        </>
      )}>
        {sorted?.length === 0 ? <Empty title={t('noPeers')}>{t('noPeersHelp')}</Empty> : null}
        {sorted && sorted.length > 0 ? <PeerTable peers={sorted} answers={answers} onEcho={peer => void ask(peer.aeTitle)} onEdit={setEdited} onRemove={remove} /> : null}
      </Section>
      {edited ? <PeerDialog peer={edited === 'new' ? null : edited} known={sorted ?? []} onClose={() => setEdited(null)} onSaved={async peer => { await renew(); void ask(peer.aeTitle); }} /> : null}
    </>
  );
}
