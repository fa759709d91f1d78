import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { findCorrections, undoCorrection, type Correction } from '../api/corrections';
import { nameOfTag, showElement } from '../edit/attributes';

/** What was set right in this study, by whom and why; each can be undone. */
export function CorrectionHistory({ study }: { study: string }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const { data } = useQuery({ queryKey: ['study', study, 'corrections'], queryFn: ({ signal }) => findCorrections(study, signal) });
  if (!data?.length) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  const undo = async (correction: Correction) => {
    try {
      await undoCorrection(correction.number, t('undoWhy'));
      notification.success({ title: t('undone') });
    } catch (error) {
      notification.error({ title: t('refused', { why: (error as Error).message }) });
    }
    await client.invalidateQueries();
  };
  return (
    <section aria-label={t('history')}>
      <h3>{t('history')}</h3>
      <ol className="history">
        {data.toReversed().map(correction => (
          <li key={correction.number} className={correction.undone ? 'undone' : ''}>
            <span>{time.format(new Date(correction.at))} · {correction.who || t('someone')} · {correction.why}</span>
            {Object.keys(correction.set).map(tag => <span key={tag}>{t(nameOfTag(tag), tag)}: <del>{showElement(correction.before[tag]) || t('empty')}</del> → <ins>{showElement(correction.set[tag]) || t('empty')}</ins></span>)}
            {correction.undone ? <span>{t('undoneBy', { who: correction.undone.who || t('someone') })}</span> : <Button size="small" onClick={() => void undo(correction)}>{t('undo')}</Button>}
          </li>
        ))}
      </ol>
    </section>
  );
}
