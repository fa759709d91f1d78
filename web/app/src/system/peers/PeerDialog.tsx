import { Modal } from 'antd';
import { useState } from 'react';
import { putPeer, type Peer } from '../../api/peers';
import { useWords } from '../words/useWords';
import { faultsOf } from './peerFault';
import { PeerForm } from './PeerForm';

/** The port that most listen on without TLS (PS3.8 §9.1.1). */
const USUAL_PORT = 104;

interface Properties {
  /** Null adds one. */
  peer: Peer | null;
  known: Peer[];
  onSaved: (peer: Peer) => Promise<void>;
  onClose: () => void;
}

/** Adds a peer or changes one; faults show once it was tried to save them. */
export function PeerDialog({ peer, known, onSaved, onClose }: Properties) {
  const { t } = useWords();
  const [value, setValue] = useState<Peer>(peer ?? { aeTitle: '', host: '', port: USUAL_PORT });
  const [wasTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const faults = faultsOf(value);
  if (!peer && known.some(one => one.aeTitle === value.aeTitle)) faults.aeTitle = 'fault_known';

  const save = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0 || isBusy) return;
    setBusy(true);
    try {
      await putPeer(value);
      await onSaved(value);
      onClose();
    } catch (error) {
      setRefusal((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <Modal open title={peer ? t('changePeer', { peer: peer.aeTitle }) : t('addPeer')} okText={t('save')} cancelText={t('cancel')} okButtonProps={{ loading: isBusy }} onOk={() => void save()} onCancel={onClose} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <PeerForm value={value} isNew={!peer} faults={wasTried ? faults : {}} onChange={setValue} onSubmit={() => void save()} />
      {refusal ? <p role="alert" className="bad">{t('refused', { why: refusal })}</p> : null}
    </Modal>
  );
}
