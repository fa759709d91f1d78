import { Button } from 'antd';
import { viewAddress } from '../../api/addresses';
import type { Finding } from '../../api/keeping';
import { DataTable } from '../shared/DataTable';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** What scrubbing found; what is open can be put back from the replica. */
export function FindingTable({ findings, onRepair }: { findings: Finding[]; onRepair: (finding: Finding) => void }) {
  const { t } = useWords();
  const show = useShow();
  return (
    <DataTable label={t('findings')} rows={findings} rowKey={finding => finding.number} columns={[
      { key: 'number', head: t('number'), isHead: true, isNumber: true, cell: finding => finding.number },
      { key: 'at', head: t('foundAt'), cell: finding => show.moment(finding.at) },
      { key: 'bundle', head: t('bundle'), isNumber: true, cell: finding => <>{finding.bundleId}{finding.instances !== null ? <small>{t('objectCount', { count: finding.instances })}{finding.store ? ` · ${t(`store_${finding.store}`)}` : ''}</small> : null}</> },
      { key: 'kind', head: t('whatIsWrong'), cell: finding => <>{t(`fault_${finding.kind}`)}<small>{t(`faultText_${finding.kind}`)}</small></> },
      { key: 'study', head: t('study'), cell: finding => finding.studyInstanceUid ? <a className="uid" href={viewAddress(finding.studyInstanceUid)}>{finding.studyInstanceUid}</a> : '–' },
      {
        key: 'state', head: t('state'), cell: finding => finding.resolvedAt
          ? <><span className="good">{finding.repairedFrom ? t('repairedFrom', { store: t(`store_${finding.repairedFrom}`, finding.repairedFrom) }) : t('resolved')}</span><small>{show.moment(finding.resolvedAt)}</small></>
          : <div className="actions"><span className="bad">{t('stillOpen')}</span><Button size="small" onClick={() => onRepair(finding)}>{t('repair')}</Button></div>,
      },
    ]} />
  );
}
