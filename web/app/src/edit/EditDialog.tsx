import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { correct, previewCorrection, undoCorrection } from '../api/corrections';
import { findPriors } from '../api/studies';
import type { Study } from '../api/study';
import { changesOf, concernsPatient, editedOf } from './attributes';
import { EditForm } from './EditForm';
import { PreviewTable } from './PreviewTable';
import './edit.css';

/** Most studies of one patient that are set right at once, the server's own bound less one. */
const MOST_PRIORS = 199;

/** Sets a study right in two steps: what is changed, then what that comes to, and why. */
export function EditDialog({ study, onClose }: { study: Study; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [before] = useState(() => editedOf(study));
  const [after, setAfter] = useState(before);
  const [isPreviewing, setPreviewing] = useState(false);
  const [withPriors, setWithPriors] = useState(false);
  const [why, setWhy] = useState('');
  const [refusal, setRefusal] = useState('');
  const set = changesOf(before, after, study.name);
  const priors = useQuery({ queryKey: ['study', study.uid, 'all priors'], queryFn: ({ signal }) => findPriors(study, MOST_PRIORS, signal) });
  const others = concernsPatient(set) ? priors.data ?? [] : [];
  const studies = [study.uid, ...(withPriors ? others.map(other => other.uid) : [])];
  const preview = useQuery({
    queryKey: ['preview', studies, set],
    queryFn: ({ signal }) => previewCorrection(studies, set, signal),
    enabled: isPreviewing,
    gcTime: 0,
    staleTime: 0,
  });

  const undo = async (number: number) => {
    try {
      await undoCorrection(number, t('undoWhy'));
      notification.success({ title: t('undone'), key: 'correction' });
    } catch (error) {
      notification.error({ title: t('refused', { why: (error as Error).message }) });
    }
    await client.invalidateQueries();
  };
  const confirm = async () => {
    if (!why.trim()) return setRefusal(t('whyNeeded'));
    try {
      const number = await correct(studies, set, why.trim());
      onClose();
      notification.success({ title: t('corrected'), key: 'correction', duration: 15, actions: <Button size="small" onClick={() => void undo(number)}>{t('undo')}</Button> });
      await client.invalidateQueries();
    } catch (error) {
      setRefusal(t('refused', { why: (error as Error).message }));
    }
  };

  const footer = isPreviewing
    ? [<Button key="back" onClick={() => setPreviewing(false)}>{t('back')}</Button>, <Button key="do" type="primary" disabled={!preview.data} onClick={() => void confirm()}>{t('confirm')}</Button>]
    : [<Button key="preview" type="primary" disabled={Object.keys(set).length === 0} onClick={() => { setRefusal(''); setPreviewing(true); }}>{t('preview')}</Button>];
  return (
    <Modal open title={t('editTitle')} width={680} onCancel={onClose} footer={footer} closable={{ 'aria-label': t('close') }} mask={{ closable: false }}>
      <p className="soft">{t('editHelp')}</p>
      {isPreviewing
        ? <PreviewTable previews={preview.data} error={preview.error} tags={Object.keys(set)} others={others.length} withPriors={withPriors} onWithPriors={setWithPriors} why={why} onWhy={setWhy} />
        : <EditForm value={after} onChange={setAfter} />}
      {refusal ? <p role="alert" className="refusal">{refusal}</p> : null}
    </Modal>
  );
}
