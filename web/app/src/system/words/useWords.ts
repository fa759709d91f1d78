import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './en';
import zh from './zh';

// These texts come with the pages that need them and not with the first one.
i18next.addResourceBundle('en', 'system', en);
i18next.addResourceBundle('zh-CN', 'system', zh);

/** Texts of these pages first, then those of the whole. */
export const useWords = () => useTranslation(['system', 'translation'], { nsMode: 'fallback' });
