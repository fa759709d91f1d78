import { Button } from 'antd';
import type { AuditEntry } from '../../api/system';
import { DataTable } from '../shared/DataTable';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** Entries of the audit list; a study can be chosen of them. */
export function AuditTable({ entries, onStudy }: { entries: AuditEntry[]; onStudy: (study: string) => void }) {
  const { t } = useWords();
  const show = useShow();
  return (
    <DataTable label={t('part_audit')} rows={entries} rowKey={entry => entry.number} columns={[
      { key: 'number', head: t('number'), isHead: true, isNumber: true, cell: entry => entry.number },
      { key: 'at', head: t('when'), cell: entry => show.moment(entry.at) },
      { key: 'kind', head: t('whatHappened'), cell: entry => <><b>{t(`kind_${entry.kind}`, entry.kind)}</b>{entry.answers ? <small>{t('answers', { number: entry.answers })}</small> : null}</> },
      { key: 'who', head: t('who'), cell: entry => entry.who },
      { key: 'why', head: t('why'), cell: entry => <>{entry.reason ? <>{t(`reason_${entry.reason}`, entry.reason)}{entry.why ? <small>{entry.why}</small> : null}</> : entry.why || '–'}</> },
      {
        key: 'what', head: t('about'), cell: entry => (
          <>
            {entry.study ? <Button className="uid" type="link" size="small" title={t('onlyThisStudy')} onClick={() => onStudy(entry.study!)}>{entry.study}</Button> : null}
            <small>{[entry.series && t('oneSeries'), entry.instances ? t('imageCount', { count: entry.instances }) : '', entry.studies ? t('studyCount', { count: entry.studies }) : ''].filter(Boolean).join(' · ')}</small>
          </>
        ),
      },
    ]} />
  );
}
