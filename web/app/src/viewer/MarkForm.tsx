import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storeSelection } from '../api/keyImages';
import { PURPOSES } from '../dicom/keyObjects';
import type { ImageReference } from './ohifAdapter';

interface Properties {
  marks: ImageReference[];
  onStored: (images: ImageReference[]) => void;
}

/** Why the images were marked; storing makes an object of the study of it, which every station sees. */
export function MarkForm({ marks, onStored }: Properties) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const client = useQueryClient();
  const [purpose, setPurpose] = useState('113000');
  const [description, setDescription] = useState('');
  const [isStoring, setStoring] = useState(false);
  const store = async () => {
    setStoring(true);
    try {
      for (const [study, images] of Map.groupBy(marks, mark => mark.study)) {
        await storeSelection(study, { purpose, description }, images);
        onStored(images);
        await client.invalidateQueries({ queryKey: ['study', study] });
      }
      setDescription('');
      void message.success(t('keyImagesStored'));
    } catch (error) {
      notification.error({ title: t('refused', { why: (error as Error).message }) });
    } finally {
      setStoring(false);
    }
  };
  return (
    <form className="mark-form" onSubmit={event => { event.preventDefault(); void store(); }}>
      <Select aria-label={t('purpose')} value={purpose} onChange={setPurpose} options={Object.keys(PURPOSES).map(value => ({ value, label: t(`purpose_${value}`) }))} />
      <Input aria-label={t('markNote')} placeholder={t('markNote')} value={description} maxLength={1024} onChange={event => setDescription(event.target.value)} />
      <Button type="primary" htmlType="submit" loading={isStoring}>{t('storeKeyImages')}</Button>
    </form>
  );
}
