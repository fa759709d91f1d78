import { useTranslation } from 'react-i18next';
import { columns, nextOrder, sortOf } from './columns';

const MARKS = { ascending: ' ▲', descending: ' ▼', none: '' };

/** The names of the columns; choosing one orders the list by it. */
export function ListHead({ order, onOrder }: { order: string; onOrder: (order: string) => void }) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className="head-group">
      <div role="row" className="row head" aria-rowindex={1}>
        {columns.map(({ key, word, order: attribute }) => {
          const sort = sortOf(order, attribute);
          return (
            <span role="columnheader" key={key} className={`cell ${key}`} aria-sort={sort}>
              {attribute ? <button type="button" tabIndex={-1} title={t('sortBy', { what: t(word) })} onClick={() => onOrder(nextOrder(order, attribute))}>{t(word)}{MARKS[sort ?? 'none']}</button>
                : <span className={key === 'open' ? 'unseen' : ''}>{t(word)}</span>}
            </span>
          );
        })}
      </div>
    </div>
  );
}
