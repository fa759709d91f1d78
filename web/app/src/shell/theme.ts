import { theme, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

export type Colours = 'dark' | 'light';

const KEY = 'concord.colours';
const listeners = new Set<() => void>();

/** Dark, as a reading room is, unless the reader has chosen otherwise. */
const kept = (): Colours => localStorage.getItem(KEY) === 'light' ? 'light' : 'dark';

let current = kept();
document.documentElement.dataset.colours = current;

export function chooseColours(colours: Colours): void {
  localStorage.setItem(KEY, colours);
  document.documentElement.dataset.colours = current = colours;
  for (const tell of listeners) tell();
}

export function useColours(): Colours {
  return useSyncExternalStore(tell => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, () => current);
}

/** What antd makes of it; placeholders and secondary text are as light as WCAG 2.2 AA wants. */
export function themeOf(colours: Colours): ThemeConfig {
  const isDark = colours === 'dark';
  return {
    algorithm: [isDark ? theme.darkAlgorithm : theme.defaultAlgorithm, theme.compactAlgorithm],
    token: {
      colorPrimary: isDark ? '#2f9fc4' : '#0f6f8e',
      colorError: isDark ? '#ff8a80' : '#b3261e',
      colorLink: isDark ? '#66c7e6' : '#0f5f78',
      colorTextPlaceholder: isDark ? '#9a9a9a' : '#6b6b6b',
      colorTextDescription: isDark ? '#a9b1ba' : '#57606a',
      colorBgBase: isDark ? '#0d1117' : '#ffffff',
      ...(isDark ? { colorBgContainer: '#151b23', colorBgElevated: '#1b222c', colorBorder: '#3d4752' } : {}),
      fontSize: 15, // compact makes 13 of it
    },
    components: { Button: { primaryColor: isDark ? '#04161d' : '#ffffff', dangerColor: isDark ? '#1c0504' : '#ffffff' } },
  };
}
