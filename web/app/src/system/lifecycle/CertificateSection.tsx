import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { certificateAddress, getChain, listCertificates, type Certificate } from '../../api/keeping';
import { DataTable } from '../shared/DataTable';
import { Empty } from '../shared/Empty';
import { Facts } from '../shared/Facts';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

const PAGE = 50;

/** The certificates of purges, and whether their chain is whole. */
export function CertificateSection() {
  const { t } = useWords();
  const show = useShow();
  const chain = useQuery({ queryKey: ['lifecycle', 'chain'], queryFn: ({ signal }) => getChain(signal), staleTime: 0 });
  const pages = usePages<Certificate, number>(['lifecycle', 'certificates'], 0, async (after, signal) => {
    const page = await listCertificates(after, PAGE, signal);
    return { rows: page.certificates, next: page.next };
  });
  return (
    <Section title={t('certificates')} error={pages.error ?? chain.error} isLoading={pages.isLoading}>
      <p className="soft">{t('certificatesHelp')}</p>
      {chain.data ? <Facts label={t('chain')} facts={[
        { word: t('chain'), value: t(chain.data.isWhole ? 'chainWhole' : 'chainBroken'), mood: chain.data.isWhole ? 'good' : 'bad' },
        { word: t('certificates'), value: show.number(chain.data.certificates) },
      ]} /> : null}
      {pages.rows.length === 0 && !pages.error ? <Empty title={t('certificatesNone')}>{t('certificatesNoneHelp')}</Empty> : null}
      {pages.rows.length > 0 ? (
        <DataTable label={t('certificates')} rows={pages.rows} rowKey={one => one.number} columns={[
          { key: 'number', head: t('number'), isHead: true, isNumber: true, cell: one => one.number },
          { key: 'issued', head: t('issued'), cell: one => show.moment(one.issuedAt) },
          { key: 'study', head: t('study'), cell: one => <><span className="uid">{one.studyInstanceUid}</span><small className="uid">SHA-256 {one.sha256}</small></> },
          { key: 'images', head: t('images'), isNumber: true, cell: one => show.number(one.instances) },
          { key: 'size', head: t('size'), isNumber: true, cell: one => show.bytes(one.bytes) },
          { key: 'requested', head: t('requestedBy'), cell: one => one.requestedBy },
          { key: 'approved', head: t('approvedBy'), cell: one => <>{one.approvedBy}{one.twoPersons ? null : <small className="bad">{t('onePerson')}</small>}</> },
          { key: 'do', head: t('todo'), cell: one => <Button size="small" href={certificateAddress(one.number)}>{t('print')}</Button> },
        ]} />
      ) : null}
      <More count={pages.rows.length} hasMore={pages.hasMore} isLoading={pages.isMore} onMore={pages.more} />
    </Section>
  );
}
