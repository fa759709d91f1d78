import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useState } from 'react';
import { getIntegrity, repairFinding, type Finding } from '../../api/keeping';
import { Empty } from '../shared/Empty';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { WhyDialog } from '../shared/WhyDialog';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { FindingTable } from './FindingTable';
import { ScrubFacts } from './ScrubFacts';

const PAGE = 50;
const EVERY = 5000;

/** Whether what is kept is what was sealed: the last pass, what it found, repair. */
export function IntegrityPart() {
  const { t } = useWords();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [asked, setAsked] = useAsked();
  const onlyOpen = asked('show') !== 'all';
  const [repaired, setRepaired] = useState<Finding | null>(null);
  const state = useQuery({ queryKey: ['integrity', 'state'], queryFn: ({ signal }) => getIntegrity(true, 0, 0, signal), refetchInterval: EVERY });
  const pages = usePages<Finding, number>(['integrity', 'findings', onlyOpen], 0, async (after, signal) => {
    const { findings } = await getIntegrity(onlyOpen, after, PAGE, signal);
    return { rows: findings, next: findings.length === PAGE ? findings.at(-1)!.number : null };
  }, () => EVERY);
  const error = state.error ?? pages.error;
  return (
    <>
      {state.data && !error ? <ScrubFacts state={state.data} /> : null}
      <Section title={t('findings')} error={error} isLoading={pages.isLoading} actions={(
        <Select className="chooser" aria-label={t('showFindings')} value={onlyOpen ? 'open' : 'all'} onChange={chosen => setAsked(chosen === 'all' ? { show: 'all' } : {})}
          options={[{ value: 'open', label: t('openOnes') }, { value: 'all', label: t('allOnes') }]} />
      )}>
        {pages.rows.length === 0 && !error ? <Empty title={t(onlyOpen ? 'noneOpen' : 'noneEver')}>{t('noFindingHelp')}</Empty> : null}
        {pages.rows.length > 0 ? <><p className="soft">{t('integrityHelp')}</p><FindingTable findings={pages.rows} onRepair={setRepaired} /></> : null}
        <More count={pages.rows.length} hasMore={pages.hasMore} isLoading={pages.isMore} onMore={pages.more} />
      </Section>
      {repaired ? (
        <WhyDialog title={t('repairAsk', { bundle: repaired.bundleId })} confirm={t('repair')} onClose={() => setRepaired(null)} onConfirm={async why => {
          await repairFinding(repaired.number, why);
          notification.success({ title: t('repairDone') });
          await client.invalidateQueries({ queryKey: ['integrity'] });
        }}><p>{t('repairHelp')}</p></WhyDialog>
      ) : null}
    </>
  );
}
