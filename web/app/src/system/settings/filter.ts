import type { Setting } from '../../api/system';

/** Which settings are shown. */
export type Which = 'all' | 'live' | 'changed' | 'other';

/** A value as text; lists and rules as JSON, so that nothing of them is lost. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether the value is another than the program comes with. */
export function isOther({ value, default: given = '', isSecret, isSet }: Setting): boolean {
  if (isSecret) return isSet ?? false;
  return showValue(value).toLowerCase() !== given.toLowerCase();
}

/** Settings in which every word of the text is found, in the name, the meaning (in either language) or the value. */
export function filterSettings(settings: Setting[], text: string, which: Which, meaningOf: (setting: Setting) => string): Setting[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter(setting => {
    if (which === 'live' && !setting.isLive) return false;
    if (which === 'changed' && !setting.changedAt) return false;
    if (which === 'other' && !isOther(setting)) return false;
    const searched = `${setting.name} ${setting.meaning} ${meaningOf(setting)} ${setting.isSecret ? '' : showValue(setting.value)}`.toLowerCase();
    return words.every(word => searched.includes(word));
  });
}

/** Settings by their sections, in the order of the table. */
export function sectionsOf(settings: Setting[]): [string, Setting[]][] {
  const sections = new Map<string, Setting[]>();
  for (const setting of settings) {
    const section = setting.name.split(':')[0]!;
    sections.set(section, [...sections.get(section) ?? [], setting]);
  }
  return [...sections];
}

/** The least and the most of "1 to 1000"; null where it does not say. */
export function boundsOf(bounds: string | undefined): { min: number; max: number } | null {
  const said = /^(-?\d+) to (\d+)$/.exec(bounds ?? '');
  return said ? { min: Number(said[1]), max: Number(said[2]) } : null;
}
