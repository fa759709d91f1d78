import { Input, Modal } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useWords } from '../words/useWords';

const MAX_WHY = 1000;

interface Properties {
  title: string;
  confirm: string;
  isDanger?: boolean;
  /** May be left empty. */
  isOptional?: boolean;
  /** The rest of the form holds what is needed. */
  isReady?: boolean;
  /** Does it; what it throws is told, and the dialog stays. */
  onConfirm: (why: string) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks why before something is decided. */
export function WhyDialog({ title, confirm, isDanger, isOptional, isReady = true, onConfirm, onClose, children }: Properties) {
  const { t } = useWords();
  const id = useId();
  const [why, setWhy] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const isDone = isReady && (isOptional || why.trim() !== '');
  const submit = async () => {
    if (!isDone || isBusy) return;
    setBusy(true);
    try {
      await onConfirm(why.trim());
      onClose();
    } catch (error) {
      setRefusal((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <Modal open title={title} okText={confirm} cancelText={t('cancel')} okButtonProps={{ danger: isDanger, disabled: !isDone, loading: isBusy }} onOk={() => void submit()} onCancel={onClose} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <form className="ask" onSubmit={event => { event.preventDefault(); void submit(); }}>
        {children}
        <label htmlFor={id}>{isOptional ? t('whyOptional') : t('why')}</label>
        <Input.TextArea id={id} autoFocus={!children} value={why} rows={3} maxLength={MAX_WHY} onChange={event => setWhy(event.target.value)} />
        {refusal ? <p role="alert" className="bad">{t('refused', { why: refusal })}</p> : null}
      </form>
    </Modal>
  );
}
