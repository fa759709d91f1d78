import { Progress } from 'antd';
import { getSites, type Site } from '../../api/system';
import { DataTable } from '../shared/DataTable';
import { Empty } from '../shared/Empty';
import { More } from '../shared/More';
import { Section } from '../shared/Section';
import { usePages } from '../shared/usePages';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

const PAGE = 100;

/** What each site keeps, and how much it may. */
export function SitesSection() {
  const { t } = useWords();
  const show = useShow();
  const pages = usePages<Site, string | undefined>(['sites'], undefined, async (after, signal) => {
    const page = await getSites(after, PAGE, signal);
    return { rows: page.sites, next: page.next ?? null };
  });
  const bound = (bytes: number | null, objects: number | null) => [bytes && show.bytes(bytes), objects && t('objectCount', { count: objects })].filter(Boolean).join(', ');
  const used = (site: Site) => Math.round(100 * Math.max(site.maxBytes ? site.bytes / site.maxBytes : 0, site.maxObjects ? site.objects / site.maxObjects : 0));
  return (
    <Section title={t('sites')} error={pages.error} isLoading={pages.isLoading}>
      {pages.rows.length === 0 && !pages.error ? <Empty title={t('noSites')}>{t('noSitesHelp')}</Empty> : null}
      {pages.rows.length > 0 ? (
        <DataTable label={t('sites')} rows={pages.rows} rowKey={site => site.site} columns={[
          { key: 'site', head: t('site'), isHead: true, cell: site => <b>{site.site || t('noSite')}</b> },
          { key: 'studies', head: t('studies'), isNumber: true, cell: site => show.number(site.studies) },
          { key: 'images', head: t('images'), isNumber: true, cell: site => show.number(site.instances) },
          { key: 'size', head: t('size'), isNumber: true, cell: site => show.bytes(site.bytes) },
          {
            key: 'quota', head: t('quota'), cell: site => bound(site.maxBytes, site.maxObjects)
              ? <>{bound(site.maxBytes, site.maxObjects)}<Progress size="small" percent={Math.min(100, used(site))} showInfo={false} status={site.state === 'Full' ? 'exception' : 'normal'} aria-label={t('quota')} /></>
              : t('noBound'),
          },
          { key: 'state', head: t('state'), cell: site => <><span className={site.state === 'Full' ? 'bad' : site.state === 'Warned' ? 'warn' : 'good'}>{t(`quota_${site.state}`)}</span>{bound(site.warnBytes, site.warnObjects) ? <small>{t('warnsAt', { what: bound(site.warnBytes, site.warnObjects) })}</small> : null}</> },
        ]} />
      ) : null}
      {pages.hasMore ? <More count={pages.rows.length} hasMore isLoading={pages.isMore} onMore={pages.more} /> : null}
    </Section>
  );
}
