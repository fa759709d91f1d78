import { getJson } from './http';

export interface Change {
  changeNumber: number;
  kind: string;
  studyInstanceUid: string;
}

/** What changes a study list. */
const KINDS = ['stored', 'deleted', 'restored', 'corrected', 'correction-undone'];

/** Tells of changes as they happen, from now on, while the page is in sight: a page that nobody looks at holds no connection. Ends when the answer is called. */
export function listen(onChange: (change: Change) => void, onState: (isConnected: boolean) => void): () => void {
  let source: EventSource | null = null;
  let last: number | null = null;
  let hasEnded = false;
  const hear = (event: MessageEvent<string>) => {
    const change = JSON.parse(event.data) as Change;
    last = change.changeNumber;
    onChange(change);
  };
  const open = async () => {
    if (source || hasEnded || document.hidden) return;
    last ??= await lastNumber();
    if (source || hasEnded || document.hidden) return;
    source = new EventSource(`/dicom-web/changefeed?after=${last ?? 0}`);
    source.addEventListener('open', () => onState(true));
    source.addEventListener('error', () => {
      onState(false);
      if (source?.readyState === EventSource.CLOSED) retry();
    });
    for (const kind of KINDS) source.addEventListener(kind, hear);
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const retry = () => {
    close();
    setTimeout(() => void open().catch(retry), 5000);
  };
  const onVisibility = () => document.hidden ? close() : void open().catch(retry);
  document.addEventListener('visibilitychange', onVisibility);
  void open().catch(retry);
  return () => {
    hasEnded = true;
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}

async function lastNumber(): Promise<number> {
  return (await getJson<{ lastNumber: number }>('/dicom-web/changefeed?limit=0')).lastNumber;
}
