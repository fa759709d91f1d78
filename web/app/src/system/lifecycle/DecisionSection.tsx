import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { decide, listDecisions, type Decision, type DecisionList } from '../../api/keeping';
import { Empty } from '../shared/Empty';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { WhyDialog } from '../shared/WhyDialog';
import { useWords } from '../words/useWords';
import { DecisionTable } from './DecisionTable';
import { HoldDialog } from './HoldDialog';
import type { Action } from './decisions';

const PAGE = 50;

/** One of the lists, and its dialogs. */
export function DecisionSection({ list }: { list: DecisionList }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [asked, setAsked] = useState<{ action: Action; decision: Decision } | null>(null);
  const [isHolding, setHolding] = useState(false);
  const pages = usePages<Decision, number>(['lifecycle', list], 0, async (after, signal) => {
    const page = await listDecisions(list, after, PAGE, signal);
    return { rows: page.decisions, next: page.next };
  });
  const done = async (word: string) => {
    notification.success({ title: t(word) });
    await client.invalidateQueries({ queryKey: ['lifecycle'] });
    await client.invalidateQueries({ queryKey: ['audit'] });
  };
  return (
    <Section title={t(list)} error={pages.error} isLoading={pages.isLoading} actions={list === 'holds' ? <Button type="primary" onClick={() => setHolding(true)}>{t('hold')}</Button> : undefined}>
      <p className="soft">{t(`${list}Help`)}</p>
      {pages.rows.length === 0 && !pages.error ? <Empty title={t(`${list}None`)}>{t(`${list}NoneHelp`)}</Empty> : null}
      {pages.rows.length > 0 ? <DecisionTable list={list} decisions={pages.rows} onAct={(action, decision) => setAsked({ action, decision })} /> : null}
      <More count={pages.rows.length} hasMore={pages.hasMore} isLoading={pages.isMore} onMore={pages.more} />
      {asked ? (
        <WhyDialog title={t(`${asked.action.name}Ask`)} confirm={t(asked.action.name)} isDanger={asked.action.isDanger} isOptional={asked.action.isOptional} onClose={() => setAsked(null)}
          onConfirm={async why => {
            await decide[asked.action.name]({ ...asked.action.body, why });
            await done(`${asked.action.name}Done`);
          }}>
          <p>{t('aboutDecision', { count: asked.decision.instances })} <span className="uid">{asked.decision.studyInstanceUid}</span></p>
        </WhyDialog>
      ) : null}
      {isHolding ? <HoldDialog onClose={() => setHolding(false)} onDone={() => done('holdDone')} /> : null}
    </Section>
  );
}
