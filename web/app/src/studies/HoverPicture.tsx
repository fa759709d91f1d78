import { useEffect, useState } from 'react';
import { studyThumbnail } from '../api/addresses';

export interface Hovered {
  study: string;
  box: DOMRect;
  x: number;
}

const SIDE = 192;

/** A mouse that only passes fetches nothing, milliseconds. */
const REST = 180;

/** A picture of the study that the mouse rests on; none where there is none, nor where there is no mouse. */
export function HoverPicture({ hovered }: { hovered: Hovered | null }) {
  const [shown, setShown] = useState<Hovered | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    if (!hovered || !matchMedia('(hover: hover)').matches) {
      setShown(null);
      return;
    }
    const timer = setTimeout(() => setShown(hovered), REST);
    return () => clearTimeout(timer);
  }, [hovered]);
  if (!shown || hasFailed) return null;
  const isBelow = shown.box.bottom + SIDE + 8 < innerHeight;
  const style = { left: Math.min(shown.x + 16, innerWidth - SIDE - 8), top: isBelow ? shown.box.bottom + 4 : shown.box.top - SIDE - 4, width: SIDE, height: SIDE };
  return <img className="hover-picture" src={studyThumbnail(shown.study, SIDE)} alt="" style={style} onError={() => setFailed(true)} />;
}
