import { useMemo } from 'react';
import { useShow } from '../shared/useShow';
import { useWords } from '../words/useWords';
import { Chart } from './Chart';
import type { Growth } from './growth';
import { useChartColours } from './useChartColours';

/** What came on each day as bars, and what that makes in all as a line. */
export function GrowthChart({ growth }: { growth: Growth }) {
  const { t } = useWords();
  const show = useShow();
  const colours = useChartColours();
  const option = useMemo(() => {
    const axis = (name: string) => ({ type: 'value', name, nameTextStyle: { color: colours.soft }, axisLabel: { color: colours.soft, formatter: show.bytes }, splitLine: { lineStyle: { color: colours.line } } });
    return {
      grid: { left: 74, right: 74, top: 44, bottom: 28 },
      legend: { top: 0, textStyle: { color: colours.ink } },
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => show.bytes(Number(value)), backgroundColor: colours.card, borderColor: colours.line, textStyle: { color: colours.ink } },
      xAxis: { type: 'category', data: growth.days, axisLabel: { color: colours.soft }, axisLine: { lineStyle: { color: colours.soft } } },
      yAxis: [axis(''), { ...axis(''), splitLine: { show: false } }],
      series: [
        { name: t('perDay'), type: 'bar', data: growth.came, itemStyle: { color: colours.accent }, barMaxWidth: 24 },
        { name: t('sumOfDays'), type: 'line', yAxisIndex: 1, data: growth.summed, showSymbol: false, lineStyle: { color: colours.good, width: 2 }, itemStyle: { color: colours.good }, areaStyle: { color: colours.good, opacity: 0.12 } },
      ],
    };
  }, [growth, colours, show, t]);
  const label = growth.most ? t('growthSays', { days: growth.days.length, total: show.bytes(growth.total), day: growth.most.day, most: show.bytes(growth.most.bytes) }) : t('nothingCame');
  return <Chart option={option} height={260} label={label} />;
}
