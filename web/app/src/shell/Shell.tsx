import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchPath, Outlet, useLocation } from 'react-router';
import { pages } from '../routes';
import { DropTarget } from '../upload/DropTarget';
import { TopBar } from './TopBar';

const UploadDrawer = lazy(async () => ({ default: (await import('../upload/UploadDrawer')).UploadDrawer }));

/** The bar on top, the page below it, and uploads, which go on whatever page is shown. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isBare = pages.some(page => page.isBare && matchPath(page.path, pathname));
  const [isUploading, setUploading] = useState(false);
  const [wasUploading, setWasUploading] = useState(false);
  const open = () => {
    setUploading(true);
    setWasUploading(true);
  };
  return (
    <div className="shell">
      {isBare ? null : <TopBar onUpload={open} />}
      <main className="page"><Suspense fallback={<p className="waiting">{t('loading')}</p>}><Outlet /></Suspense></main>
      <DropTarget onDropped={open} />
      {wasUploading && <Suspense><UploadDrawer isOpen={isUploading} onClose={() => setUploading(false)} /></Suspense>}
    </div>
  );
}
