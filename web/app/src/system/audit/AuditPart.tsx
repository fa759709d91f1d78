import { Button, Input } from 'antd';
import { useState } from 'react';
import { getAudit, type AuditEntry } from '../../api/system';
import { Empty } from '../shared/Empty';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { useAsked } from '../shared/useAsked';
import { useWords } from '../words/useWords';
import { AuditTable } from './AuditTable';

const PAGE = 50;

/** Decisions and corrections: who, when and why, the newest first; of one study where it is named. */
export function AuditPart() {
  const { t } = useWords();
  const [asked, setAsked] = useAsked();
  const study = asked('study');
  const [typed, setTyped] = useState(study);
  const choose = (uid: string) => {
    setTyped(uid);
    setAsked({ study: uid });
  };
  const pages = usePages<AuditEntry, number>(['audit', study], 0, async (before, signal) => {
    const page = await getAudit(study, before, PAGE, signal);
    return { rows: page.entries, next: page.next };
  });
  return (
    <>
      <p className="soft">{t('auditHelp')}</p>
      <form className="tools" role="search" aria-label={t('filterStudy')} onSubmit={event => { event.preventDefault(); choose(typed.trim()); }}>
        <Input className="audit-study" value={typed} allowClear aria-label={t('studyUid')} placeholder={t('studyUid')} spellCheck={false} autoComplete="off" maxLength={64} onChange={event => setTyped(event.target.value)} />
        <Button htmlType="submit">{t('filterStudy')}</Button>
        {study ? <Button onClick={() => choose('')}>{t('allStudies')}</Button> : null}
      </form>
      <Section title={t('entries')} error={pages.error} isLoading={pages.isLoading}>
        {pages.rows.length === 0 && !pages.error ? <Empty title={t(study ? 'noAuditOf' : 'noAudit')}>{t('noAuditHelp')}</Empty> : null}
        {pages.rows.length > 0 ? <AuditTable entries={pages.rows} onStudy={choose} /> : null}
        <More count={pages.rows.length} hasMore={pages.hasMore} isLoading={pages.isMore} onMore={pages.more} />
      </Section>
    </>
  );
}
