import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { frameThumbnail } from '../api/addresses';
import { Thumbnail } from '../study/Thumbnail';
import type { ImageReference } from './ohifAdapter';

const SIDE = 80;

interface Properties {
  images: ImageReference[];
  onImage: (image: ImageReference) => void;
  onRemove?: (image: ImageReference) => void;
}

/** Small pictures of images; choosing one brings it into the viewer. */
export function PictureRow({ images, onImage, onRemove }: Properties) {
  const { t } = useTranslation();
  return (
    <ul className="pictures">
      {images.map((image, index) => (
        <li key={`${image.instance} ${image.frame}`}>
          <button type="button" className="plain" onClick={() => onImage(image)}><Thumbnail address={frameThumbnail(image, SIDE * 2)} side={SIDE} label={t('keyImage', { number: index + 1 })} mark={String(index + 1)} /></button>
          {onRemove ? <Button className="picture-remove" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t('unmark', { number: index + 1 })} onClick={() => onRemove(image)} /> : null}
        </li>
      ))}
    </ul>
  );
}
