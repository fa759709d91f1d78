import { FileAddOutlined, FolderAddOutlined } from '@ant-design/icons';
import { Button, Checkbox, Drawer, Progress } from 'antd';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { sourceOf } from './dropped';
import { uploads } from './queue';
import { UploadList } from './UploadList';

/** Files in, how far they are, and what became of each. */
export function UploadDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { items, counts, isBusy, isReading } = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  const [onlyFailures, setOnlyFailures] = useState(false);
  const [files, folder] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const done = items.length - counts.waiting - counts.sending;
  const stored = counts.stored + counts.warned;
  const shown = onlyFailures ? items.filter(item => item.state === 'failed' || item.state === 'skipped' || item.state === 'warned') : items;

  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isBusy]);

  const take = (input: HTMLInputElement) => {
    void uploads.add([...input.files ?? []].map(file => sourceOf(file)));
    input.value = '';
  };
  return (
    <Drawer open={isOpen} onClose={onClose} title={t('uploadTitle')} aria-label={t('uploadTitle')} size={Math.min(560, innerWidth)} closable={{ 'aria-label': t('close') }} classNames={{ body: 'upload' }}>
      <div className="upload-drop">
        <p>{t('dropHere')}</p>
        <Button icon={<FileAddOutlined aria-hidden />} onClick={() => files.current?.click()}>{t('chooseFiles')}</Button>
        <Button icon={<FolderAddOutlined aria-hidden />} onClick={() => folder.current?.click()}>{t('chooseFolder')}</Button>
        <input ref={files} type="file" multiple hidden aria-label={t('chooseFiles')} data-upload="files" onChange={event => take(event.currentTarget)} />
        <input ref={folder} type="file" hidden aria-label={t('chooseFolder')} data-upload="folder" {...{ webkitdirectory: '' }} onChange={event => take(event.currentTarget)} />
      </div>
      {items.length > 0 || isReading ? (
        <>
          <Progress percent={items.length > 0 ? Math.floor(100 * done / items.length) : 0} status={isBusy ? 'active' : counts.failed > 0 ? 'exception' : 'success'} aria-label={t('uploadProgress')} />
          <p role="status" className="upload-state">
            <span>{t('uploadState', { done, all: items.length })}{isReading ? ` · ${t('reading')}` : ''}</span>
            <span className="good">{t('stored', { count: stored })}</span>
            {counts.failed > 0 ? <span className="bad">{t('failed', { count: counts.failed })}</span> : null}
            {counts.skipped > 0 ? <span>{t('skipped', { count: counts.skipped })}</span> : null}
          </p>
          <div className="upload-actions">
            <Checkbox checked={onlyFailures} onChange={event => setOnlyFailures(event.target.checked)}>{t('onlyFailures')}</Checkbox>
            {counts.failed > 0 && !isBusy ? <Button size="small" onClick={() => uploads.retry()}>{t('retry')}</Button> : null}
            {isBusy ? <Button size="small" danger onClick={() => uploads.stop()}>{t('stop')}</Button> : <Button size="small" onClick={() => uploads.clear()}>{t('clearList')}</Button>}
          </div>
          <UploadList items={shown} />
        </>
      ) : null}
    </Drawer>
  );
}
