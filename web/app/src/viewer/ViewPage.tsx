import { useQuery } from '@tanstack/react-query';
import { App, Drawer } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { viewAddress } from '../api/addresses';
import { findStudy } from '../api/studies';
import { useIsNarrower } from '../studies/useIsSmall';
import { addWords } from '../words/i18n';
import { frameAddress, OhifAdapter, type ImageReference } from './ohifAdapter';
import { SidePanel } from './SidePanel';
import { useMarks } from './useMarks';
import { useViewer } from './useViewer';
import { ViewBar } from './ViewBar';
import { en, zh } from './words';
import './view.css';

addWords(en, zh);

/** Below so many pixels the images need the whole width, and the side panel comes over them. */
const NARROW = 1200;

/** A study in the diagnostic viewer: its names and priors above it, what was measured and marked beside it. */
export function ViewPage() {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const { study = '' } = useParams();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const prior = useMemo(() => new URLSearchParams(hash.slice(1)).get('with') ?? undefined, [hash]);
  const isNarrow = useIsNarrower(NARROW);
  const [isOpen, setOpen] = useState(!isNarrow);
  const [address] = useState(() => {
    OhifAdapter.speak(i18n.language);
    return frameAddress({ study, prior });
  });
  const viewer = useViewer({ study, prior });
  const { marks, toggle, drop } = useMarks();
  const { data } = useQuery({ queryKey: ['study', study, 'head'], queryFn: ({ signal }) => findStudy(study, signal) });
  const show = (next: string, beside?: string) => void navigate(viewAddress(next, beside), { replace: true });

  useEffect(() => {
    document.title = `${t('viewing')} · Concord`;
  }, [t]);

  const mark = () => {
    const image = viewer.adapter?.currentImage();
    if (!image) return void message.warning(t('noImageToMark'));
    toggle(image);
    if (!isNarrow) setOpen(true);
  };
  const panel = (
    <SidePanel studies={prior ? [study, prior] : [study]} measurements={viewer.measurements} marks={marks} onMeasurement={id => viewer.adapter?.showMeasurement(id)} onRemove={id => viewer.adapter?.removeMeasurement(id)}
      onImage={(image: ImageReference) => void viewer.adapter?.showImage(image)} onUnmark={toggle} onStored={drop} />
  );
  return (
    <div className="view">
      <ViewBar study={data ?? null} isGone={data === null} prior={prior} isReady={viewer.adapter !== null} isOpen={isOpen} marked={marks.length} onShow={show} onMark={mark} onPanel={() => setOpen(now => !now)} />
      <div className="view-body">
        {viewer.error ? <p role="alert" className="waiting">{t('viewerFailed')}</p> : null}
        <iframe className="view-frame" title={t('viewing')} src={address} ref={viewer.frame} data-ready={viewer.adapter !== null} allow="fullscreen; clipboard-write" />
        {isOpen && !isNarrow ? <aside className="view-side" aria-label={t('viewSide')}>{panel}</aside> : null}
      </div>
      {isNarrow ? <Drawer open={isOpen} onClose={() => setOpen(false)} size={Math.min(360, innerWidth)} title={t('viewSide')} aria-label={t('viewSide')} closable={{ 'aria-label': t('close') }}>{panel}</Drawer> : null}
    </div>
  );
}
