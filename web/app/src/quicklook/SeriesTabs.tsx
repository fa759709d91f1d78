import { useTranslation } from 'react-i18next';
import { seriesThumbnail } from '../api/addresses';
import type { Series } from '../api/studies';
import { Thumbnail } from '../study/Thumbnail';

const SIDE = 64;

interface Properties {
  study: string;
  series: Series[];
  chosen: string | undefined;
  onChoose: (series: string) => void;
}

/** The series of the study: beside the picture, or above it on a phone. */
export function SeriesTabs({ study, series, chosen, onChoose }: Properties) {
  const { t } = useTranslation();
  return (
    <ul className="series-tabs" aria-label={t('series')}>
      {series.map(({ uid, modality, number, description, images }) => (
        <li key={uid}>
          <button type="button" aria-pressed={uid === chosen} title={description} onClick={() => onChoose(uid)} data-series={uid}>
            <Thumbnail address={seriesThumbnail(study, uid, SIDE * 2)} side={SIDE} label="" mark={modality} />
            <span>{modality} {number ?? ''} · {images ?? ''} {description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
