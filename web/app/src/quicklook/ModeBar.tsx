import { BgColorsOutlined, ColumnHeightOutlined, DragOutlined, UndoOutlined, ZoomInOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Mode } from './cornerstone';

interface Properties {
  mode: Mode;
  onMode: (mode: Mode) => void;
  onReset: () => void;
}

const ICONS = { scroll: <ColumnHeightOutlined aria-hidden />, window: <BgColorsOutlined aria-hidden />, zoom: <ZoomInOutlined aria-hidden />, pan: <DragOutlined aria-hidden /> };

/** What a drag does. */
export function ModeBar({ mode, onMode, onReset }: Properties) {
  const { t } = useTranslation();
  return (
    <div className="mode-bar">
      <Segmented aria-label={t('dragDoes')} value={mode} onChange={onMode} options={(Object.keys(ICONS) as Mode[]).map(value => ({ value, icon: ICONS[value], label: t(`mode_${value}`) }))} />
      <Button icon={<UndoOutlined aria-hidden />} onClick={onReset}><span className="wide-only">{t('reset')}</span><span className="unseen narrow-only">{t('reset')}</span></Button>
    </div>
  );
}
