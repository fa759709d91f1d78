import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { findSelections } from '../api/keyImages';
import { showDate } from '../dicom/dates';
import { PictureRow } from './PictureRow';
import type { ImageReference } from './ohifAdapter';

/** What was marked in a study before, here or elsewhere. */
export function StoredKeyImages({ study, onImage }: { study: string; onImage: (image: ImageReference) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['study', study, 'key images'], queryFn: ({ signal }) => findSelections(study, signal) });
  return data?.map(selection => (
    <div key={selection.instance} className="selection" data-selection={selection.instance}>
      <h3>{t(`purpose_${selection.purpose}`, t('keyImages'))} <small>{showDate(selection.when)}</small></h3>
      {selection.description ? <p>{selection.description}</p> : null}
      <PictureRow images={selection.images.map(({ series, instance, frame }) => ({ study, series, instance, frame: frame ?? 1 }))} onImage={onImage} />
    </div>
  ));
}
