import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Stack, start, type Mode, type StackState } from './cornerstone';
import type { StackImage } from './stack';

interface Properties {
  images: StackImage[];
  /** The image that is shown first. */
  first: number;
  mode: Mode;
  label: string;
  /** Another number: window, zoom and place of the image as they were. */
  resets: number;
}

/** Images one behind the other: scrolled, windowed, zoomed and moved with a mouse, fingers or keys. */
export function StackView({ images, first, mode, label, resets }: Properties) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const [stack, setStack] = useState<Stack | null>(null);
  const [state, setState] = useState<StackState | null>(null);
  const [error, setError] = useState<Error | null>(null);

  useEffect(() => {
    let one: Stack | null = null;
    let hasEnded = false;
    const watch = new ResizeObserver(() => one?.resize());
    start().then(() => {
      if (hasEnded) return;
      one = new Stack(element.current!);
      one.onDrawn(() => setState(one!.state()));
      watch.observe(element.current!);
      setStack(one);
    }).catch(setError);
    return () => {
      hasEnded = true;
      watch.disconnect();
      one?.destroy();
    };
  }, []);

  useEffect(() => {
    setError(null);
    stack?.show(images, first).catch(setError);
  }, [stack, images, first]);
  useEffect(() => stack?.use(mode), [stack, mode]);
  useEffect(() => {
    if (resets > 0) stack?.reset();
  }, [stack, resets]);

  const index = state?.index ?? first;
  const move = (to: number) => stack?.scrollTo(Math.min(Math.max(to, 0), images.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -images.length, End: images.length };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move((stack?.state().index ?? index) + step); // not from what is drawn: keys may come faster
  };
  return (
    <div className="stack">
      <div className="stack-picture" role="img" aria-label={label} tabIndex={0} ref={element} onKeyDown={onKeyDown} onContextMenu={event => event.preventDefault()} data-quality={state?.quality ?? 'none'} data-index={index} />
      <div className="stack-text">
        <span>{index + 1} / {images.length}</span>
        <span role="status">{state?.quality === 'coarse' ? t('coarse') : state?.quality === 'full' || error ? '' : t('loading')}</span>
        <span>{state?.window ? t('windowText', { ...state.window }) : ''}</span>
      </div>
      {error ? <p role="alert" className="stack-error">{t('noPicture')}</p> : null}
      {images.length > 1 ? <input type="range" className="stack-range" aria-label={t('position')} min={1} max={images.length} value={index + 1} onChange={event => move(Number(event.target.value) - 1)} /> : null}
    </div>
  );
}
