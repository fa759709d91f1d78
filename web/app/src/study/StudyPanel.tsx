import { Button, Drawer } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Study } from '../api/study';
import { useIsNarrower } from '../studies/useIsSmall';
import { StudyDetails } from './StudyDetails';
import './study.css';

/** Below so many pixels there is no room beside the list: the study comes over it, and only when it is asked for. */
const NARROW = 1200;

interface Properties {
  study: Study;
  isOpened: boolean;
  onClose: () => void;
  onQuickLook: (study: Study, series?: string) => void;
}

/** What is in the study that is chosen. */
export function StudyPanel({ study, isOpened, onClose, onQuickLook }: Properties) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrower(NARROW);
  if (isNarrow)
    return <Drawer open={isOpened} onClose={onClose} size={Math.min(440, innerWidth)} title={t('details')} aria-label={t('details')} closable={{ 'aria-label': t('close') }}><StudyDetails study={study} onQuickLook={onQuickLook} /></Drawer>;
  return (
    <aside className="panel" aria-label={t('details')}>
      <Button className="panel-close" type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t('close')} onClick={onClose} />
      <StudyDetails study={study} onQuickLook={onQuickLook} />
    </aside>
  );
}
