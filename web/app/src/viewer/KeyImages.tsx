import { useTranslation } from 'react-i18next';
import { MarkForm } from './MarkForm';
import { PictureRow } from './PictureRow';
import type { ImageReference } from './ohifAdapter';
import { StoredKeyImages } from './StoredKeyImages';

interface Properties {
  studies: string[];
  marks: ImageReference[];
  onImage: (image: ImageReference) => void;
  onUnmark: (image: ImageReference) => void;
  onStored: (images: ImageReference[]) => void;
}

/** Images that matter: those marked just now, and those that the archive knows of. */
export function KeyImages({ studies, marks, onImage, onUnmark, onStored }: Properties) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('keyImages')}>
      <h2>{t('keyImages')}</h2>
      {marks.length > 0 ? (
        <div className="marks">
          <PictureRow images={marks} onImage={onImage} onRemove={onUnmark} />
          <MarkForm marks={marks} onStored={onStored} />
        </div>
      ) : <p className="soft">{t('markHint')}</p>}
      {studies.map(study => <StoredKeyImages key={study} study={study} onImage={onImage} />)}
    </section>
  );
}
