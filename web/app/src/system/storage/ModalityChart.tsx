import { useMemo } from 'react';
import type { ModalityFigures } from '../../api/system';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import { Chart } from './Chart';
import { useChartColours } from './useChartColours';

/** Modalities that are drawn; the table has all of them. */
const MOST = 12;

/** Bytes of each modality, the largest on top. */
export function ModalityChart({ modalities }: { modalities: ModalityFigures[] }) {
  const { t } = useWords();
  const show = useShow();
  const colours = useChartColours();
  const drawn = useMemo(() => modalities.slice(0, MOST).toReversed(), [modalities]);
  const option = useMemo(() => ({
    grid: { left: 90, right: 90, top: 8, bottom: 8 },
    tooltip: { trigger: 'item', valueFormatter: (value: unknown) => show.bytes(Number(value)), backgroundColor: colours.card, borderColor: colours.line, textStyle: { color: colours.ink } },
    xAxis: { type: 'value', show: false },
    yAxis: { type: 'category', data: drawn.map(one => one.modality || '–'), axisLabel: { color: colours.ink }, axisLine: { show: false }, axisTick: { show: false } },
    series: [{ type: 'bar', data: drawn.map(one => one.bytes), itemStyle: { color: colours.accent }, barMaxWidth: 18, label: { show: true, position: 'right', color: colours.ink, formatter: ({ value }: { value: number }) => show.bytes(value) } }],
  }), [drawn, colours, show]);
  const label = `${t('byModality')}: ${modalities.slice(0, MOST).map(one => `${one.modality || '–'} ${show.bytes(one.bytes)}`).join(', ')}`;
  return <Chart option={option} height={24 + drawn.length * 28} label={label} />;
}
