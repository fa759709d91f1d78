import { useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { cancelSend, listSends, retrySend, type Send, type SendState } from '../../api/sends';
import { nextLook } from '../../sends/progress';
import { Empty } from '../shared/Empty';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { SendTable } from './SendTable';

const PAGE = 50;
const STATES: SendState[] = ['waiting', 'sending', 'failed', 'done', 'cancelled'];

/** The queue of what goes to peers, newest first, and what became of what went. */
export function SendsPart() {
  const { t } = useWords();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [asked, setAsked] = useAsked();
  const state = STATES.find(one => one === asked('state')) ?? '';
  const pages = usePages<Send, number>(['sends', 'list', state], 0, async (before, signal) => {
    const page = await listSends(state, before, PAGE, signal);
    return { rows: page.sends, next: page.next };
  }, sends => nextLook(sends, Date.now()));

  const change = async (what: () => Promise<Send>) => {
    try {
      await what();
    } catch (error) {
      notification.error({ title: t('refused', { why: (error as Error).message }) });
    }
    await client.invalidateQueries({ queryKey: ['sends'] });
  };
  return (
    <Section title={t('sendQueue')} error={pages.error} isLoading={pages.isLoading} actions={(
      <Select className="chooser" aria-label={t('showState')} value={state} onChange={chosen => setAsked({ state: chosen })}
        options={[{ value: '', label: t('allStates') }, ...STATES.map(one => ({ value: one as string, label: t(`send_${one}`) }))]} />
    )}>
      {pages.rows.length === 0 && !pages.error ? <Empty title={t(state ? 'noSendsOfState' : 'noSends')}>{t('noSendsHelp')}</Empty> : null}
      {pages.rows.length > 0 ? <SendTable sends={pages.rows} onRetry={send => void change(() => retrySend(send.number))} onCancel={send => void change(() => cancelSend(send.number))} /> : null}
      <More count={pages.rows.length} hasMore={pages.hasMore} isLoading={pages.isMore} onMore={pages.more} />
    </Section>
  );
}
