import type { TFunction } from 'i18next';
import type { Item } from './queue';

/** What became of a file, in words. */
export function outcomeOf(item: Item, t: TFunction): string {
  if (item.state === 'skipped') return t('state_skipped', { why: t(`skip_${item.skip}`) });
  if (item.state !== 'failed') return t(`state_${item.state}`);
  const code = item.code?.toString(16).toUpperCase();
  const known = code ? t(`reason_${code}`, t('reason_other', { code })) : '';
  const why = item.text === 'stopped' ? t('reason_stopped') : [known, item.text].filter(Boolean).join('; ');
  return t('state_failed', { why });
}
