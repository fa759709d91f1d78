import { useMemo } from 'react';
import { useWords } from '../words/useWords';
import * as show from './show';

/** The same as `show.ts`, in the language of now. */
export function useShow() {
  const { i18n } = useWords();
  const language = i18n.language;
  return useMemo(() => ({
    bytes: (value: number) => show.showBytes(value, language),
    number: (value: number) => show.showNumber(value, language),
    moment: (value: string) => show.showMoment(value, language),
    since: (value: string) => show.showSince(value, Date.now(), language),
  }), [language]);
}
