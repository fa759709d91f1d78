import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from './queue';
import { outcomeOf } from './reasons';

const ROW = 40;

/** Height of the list, pixels. */
const VIEW = 440;

/** Each file with its outcome; a hundred thousand of them are drawn as far as they are in sight. */
export function UploadList({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation();
  const [scroll, setScroll] = useState(0);
  const first = Math.max(0, Math.floor(scroll / ROW) - 4);
  const drawn = items.slice(first, first + Math.ceil(VIEW / ROW) + 8);
  return (
    <div className="upload-list" style={{ maxHeight: VIEW }} tabIndex={0} role="region" aria-label={t('outcome')} onScroll={event => setScroll(event.currentTarget.scrollTop)}>
      <ul style={{ height: items.length * ROW, paddingTop: first * ROW }}>
        {drawn.map((item, i) => <li key={first + i} className={item.state} style={{ height: ROW }}><span title={item.path}>{item.path}</span><small>{outcomeOf(item, t)}</small></li>)}
      </ul>
    </div>
  );
}
