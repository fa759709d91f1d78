import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { droppedSources } from './dropped';
import { uploads } from './queue';
import './upload.css';

/** The whole window takes files that are dropped. */
export function DropTarget({ onDropped }: { onDropped: () => void }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void uploads.add(droppedSources(event.dataTransfer!));
      onDropped();
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [onDropped]);
  return isOver ? <div className="drop-over">{t('dropAnywhere')}</div> : null;
}
