import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en';
import zh from './zh';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same place as the plain pages keep it. */
const KEY = 'concord.language';

function keptLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.languages.some(language => language.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}

export function changeLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  void i18next.changeLanguage(language);
}

i18next.on('languageChanged', language => {
  document.documentElement.lang = language;
});

void i18next.use(initReactI18next).init({
  resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
  lng: keptLanguage(),
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Words of a page that is loaded later; they come with its chunk. */
export function addWords(en: Record<string, string>, zh: Record<string, string>): void {
  i18next.addResourceBundle('en', 'translation', en);
  i18next.addResourceBundle('zh-CN', 'translation', zh);
}

export default i18next;
