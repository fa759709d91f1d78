import { Input } from 'antd';
import { useId, useState } from 'react';
import { decide } from '../../api/keeping';
import { Field } from '../shared/Field';
import { WhyDialog } from '../shared/WhyDialog';
import { useWords } from '../words/useWords';
import { endOf } from './decisions';

/** Puts a study under a legal hold. */
export function HoldDialog({ onClose, onDone }: { onClose: () => void; onDone: () => Promise<void> }) {
  const { t } = useWords();
  const id = useId();
  const [study, setStudy] = useState('');
  const [until, setUntil] = useState('');
  return (
    <WhyDialog title={t('holdAsk')} confirm={t('hold')} isReady={study.trim() !== ''} onClose={onClose} onConfirm={async why => {
      await decide.hold({ study: study.trim(), why, ...(until ? { until: endOf(until) } : {}) });
      await onDone();
    }}>
      <Field id={`${id}s`} label={t('studyUid')}>{field => <Input {...field} value={study} autoFocus autoComplete="off" spellCheck={false} maxLength={64} onChange={event => setStudy(event.target.value)} />}</Field>
      <Field id={`${id}u`} label={t('untilOptional')}>{field => <Input {...field} type="date" value={until} onChange={event => setUntil(event.target.value)} />}</Field>
    </WhyDialog>
  );
}
