import { EyeOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { viewAddress } from '../api/addresses';
import type { Study } from '../api/study';
import { nameLine } from '../dicom/names';
import { QuickLook } from './QuickLook';

interface Properties {
  study: Study;
  series?: string;
  onClose: () => void;
}

/** A quick look over the list; Escape goes back to it. */
export function QuickLookDialog({ study, series, onClose }: Properties) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const title = [nameLine(study.name) || t('noName'), study.date, study.description].filter(Boolean).join(' · ');
  return (
    <Modal open onCancel={onClose} title={title} className="quick-dialog" width="min(1100px, 100vw)" closable={{ 'aria-label': t('close') }} destroyOnHidden centered
      footer={<><span className="quick-note">{t('notDiagnostic')}</span><Button type="primary" icon={<EyeOutlined aria-hidden />} onClick={() => void navigate(viewAddress(study.uid))}>{t('openStudy')}</Button></>}>
      <QuickLook study={study.uid} series={series} />
    </Modal>
  );
}
