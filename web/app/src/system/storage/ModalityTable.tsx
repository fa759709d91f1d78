import type { Figures, ModalityFigures } from '../../api/system';
import { DataTable } from '../shared/DataTable';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';

/** What is kept of each modality, the most bytes first, and how much of the whole that is. */
export function ModalityTable({ modalities, all }: { modalities: ModalityFigures[]; all: Figures }) {
  const { t, i18n } = useWords();
  const show = useShow();
  const part = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <DataTable label={t('byModality')} rows={modalities} rowKey={one => one.modality} columns={[
      { key: 'modality', head: t('modality'), isHead: true, cell: one => <b>{one.modality || '–'}</b> },
      { key: 'studies', head: t('studies'), isNumber: true, cell: one => show.number(one.studies) },
      { key: 'series', head: t('series'), isNumber: true, cell: one => show.number(one.series) },
      { key: 'images', head: t('images'), isNumber: true, cell: one => show.number(one.instances) },
      { key: 'size', head: t('size'), isNumber: true, cell: one => show.bytes(one.bytes) },
      { key: 'part', head: t('part'), isNumber: true, cell: one => part.format(all.bytes > 0 ? one.bytes / all.bytes : 0) },
    ]} />
  );
}
