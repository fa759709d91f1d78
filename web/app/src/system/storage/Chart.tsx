import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';
import echarts from './echarts';

interface Properties {
  option: EChartsCoreOption;
  height: number;
  /** What it says, for who does not see it. */
  label: string;
}

/** A chart drawn as SVG; it follows the width of its place. */
export function Chart({ option, height, label }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);
  useEffect(() => {
    const made = chart.current = echarts.init(place.current, null, { renderer: 'svg' });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(place.current!);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ ...option, aria: { enabled: true, label: { description: label } }, animation: false }, { notMerge: true });
    place.current?.setAttribute('role', 'img');
  }, [option, label]);
  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={label} />;
}
