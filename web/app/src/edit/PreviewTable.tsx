import { Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../api/corrections';
import { showGroup } from '../dicom/names';
import { nameOfTag, showElement } from './attributes';

interface Properties {
  previews: Preview[] | undefined;
  error: Error | null;
  tags: string[];
  /** Other studies of the patient, where what is set is the patient's. */
  others: number;
  withPriors: boolean;
  onWithPriors: (value: boolean) => void;
  why: string;
  onWhy: (value: string) => void;
}

/** What the archive says now and would say afterwards, as the server tells it; and why. */
export function PreviewTable({ previews, error, tags, others, withPriors, onWithPriors, why, onWhy }: Properties) {
  const { t } = useTranslation();
  if (error) return <p role="alert" className="refusal">{t('refused', { why: error.message })}</p>;
  if (!previews) return <p className="waiting">{t('loading')}</p>;
  const sum = (count: (preview: Preview) => number) => previews.reduce((all, preview) => all + count(preview), 0);
  const joined = previews.find(preview => preview.joins)?.joins;
  return (
    <>
      <table className="preview">
        <thead><tr><th scope="col">{t('attribute')}</th><th scope="col">{t('before')}</th><th scope="col">{t('after')}</th></tr></thead>
        <tbody>
          {tags.map(tag => {
            const [now, then] = (['before', 'after'] as const).map(side => [...new Set(previews.map(preview => showElement(preview[side][tag])))]);
            const differs = previews.some(preview => preview.differing.includes(tag));
            return <tr key={tag}><th scope="row">{t(nameOfTag(tag), tag)}</th><td>{now!.map(text => text || t('empty')).join(', ')}{differs ? <em> {t('differs')}</em> : null}</td><td><ins>{then!.map(text => text || t('empty')).join(', ')}</ins></td></tr>;
          })}
        </tbody>
      </table>
      <p>{t('count', { count: previews.length })} · {t('seriesCount', { count: sum(preview => preview.series) })} · {t('imageCount', { count: sum(preview => preview.instances) })}</p>
      {joined ? <p role="alert" className="joins">{t('joins', { who: `${joined.name.split('=').map(showGroup).filter(Boolean).join(' · ')} ${joined.patientId}`, count: joined.studies })}</p> : null}
      {others > 0 ? <p><Checkbox checked={withPriors} onChange={event => onWithPriors(event.target.checked)}>{t('allOfPatient', { count: others })}</Checkbox></p> : null}
      <label className="why"><span>{t('why')}</span><Input.TextArea value={why} maxLength={1000} rows={2} onChange={event => onWhy(event.target.value)} /></label>
    </>
  );
}
