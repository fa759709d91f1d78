import { useCallback, useEffect, useState } from 'react';
import type { Setting } from '../../api/system';
import { useWords } from '../words/useWords';

/** What settings mean in the reader's language; the table's own words where there are no others. */
export function useMeaning(): (setting: Setting) => string {
  const { i18n } = useWords();
  const isChinese = i18n.language === 'zh-CN';
  const [chinese, setChinese] = useState<Record<string, string>>({});
  useEffect(() => {
    if (isChinese) void import('./meanings.zh').then(found => setChinese(found.default));
  }, [isChinese]);
  return useCallback((setting: Setting) => (isChinese ? chinese[setting.name] : undefined) ?? setting.meaning, [isChinese, chinese]);
}
