import { Checkbox, InputNumber, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { changeSetting, type Setting } from '../../api/system';
import { Field } from '../shared/Field';
import { useWords } from '../words/useWords';
import { boundsOf, showValue } from './filter';

const LEVELS = ['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None'];

interface Properties {
  setting: Setting;
  meaning: string;
  onClose: () => void;
  onDone: (setting: Setting) => Promise<void>;
}

/** Changes a live setting, once it is confirmed that it works at once and until the next start. */
export function ChangeDialog({ setting, meaning, onClose, onDone }: Properties) {
  const { t } = useWords();
  const id = useId();
  const isNumber = typeof setting.value === 'number';
  const bounds = boundsOf(setting.bounds);
  const [value, setValue] = useState<string | number | null>(isNumber ? setting.value as number : showValue(setting.value));
  const [isConfirmed, setConfirmed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState('');
  const isOut = isNumber && (typeof value !== 'number' || (bounds !== null && (value < bounds.min || value > bounds.max)));
  const canSave = isConfirmed && !isOut && value !== null && value !== setting.value;

  const save = async () => {
    if (!canSave || isBusy) return;
    setBusy(true);
    try {
      await onDone(await changeSetting(setting.name, value));
      onClose();
    } catch (error) {
      setRefusal((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('changeNamed', { name: setting.name })} okText={t('change')} cancelText={t('cancel')} okButtonProps={{ disabled: !canSave, loading: isBusy }} onOk={() => void save()} onCancel={onClose} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <form className="ask" onSubmit={event => { event.preventDefault(); void save(); }}>
        <p>{meaning.replaceAll('`', '')}</p>
        <Field id={id} label={t('value')} fault={isOut ? t('outOf', { bounds: setting.bounds ?? '' }) : undefined} help={[setting.bounds, setting.default && t('defaultIs', { value: setting.default })].filter(Boolean).join(' · ')}>
          {field => isNumber
            ? <InputNumber {...field} value={value as number} precision={0} autoFocus onChange={setValue} />
            : <Select {...field} value={value as string} onChange={setValue} options={LEVELS.map(level => ({ value: level, label: level }))} />}
        </Field>
        <Checkbox checked={isConfirmed} onChange={event => setConfirmed(event.target.checked)}>{t('changeConfirm', { from: showValue(setting.value), to: showValue(value) })}</Checkbox>
        <p className="soft">{t('changeHelp')}</p>
        {refusal ? <p role="alert" className="bad">{t('refused', { why: refusal })}</p> : null}
      </form>
    </Modal>
  );
}
