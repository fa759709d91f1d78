import { useMemo } from 'react';
import { useColours } from '../../shell/theme';

/** The colours of the page, for what is drawn and not styled. */
export function useChartColours() {
  const colours = useColours();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
    return { ink: of('ink'), soft: of('soft'), line: of('line'), card: of('card'), accent: of('accent'), good: of('good') };
  }, [colours]);
}
