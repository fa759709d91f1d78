import type { NameGroups } from './json';

export interface ShownName {
  /** What the patient is called: the Hanzi, when there are any. */
  main: string;
  /** Every other group, in the order of the standard. */
  others: string[];
}

const HAN = /\p{Script=Han}/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** 张三 without anything between, "Zhang, San" in other scripts; family name first, as it is written (PS3.5 §6.2.1). */
export function showGroup(group: string): string {
  const parts = group.split('^').map(part => part.trim()).filter(Boolean);
  return parts.join(UNSPACED.test(group) ? '' : ', ');
}

/** All groups of a name, one with Hanzi first: some systems write them in the alphabetic group. */
export function showName(name: NameGroups): ShownName {
  const groups = [name.Alphabetic, name.Ideographic, name.Phonetic].map(group => showGroup(group ?? '')).filter(Boolean);
  const distinct = [...new Set(groups)];
  const main = distinct.find(group => HAN.test(group)) ?? distinct[0] ?? '';
  return { main, others: distinct.filter(group => group !== main) };
}

/** A name on one line, for a title. */
export function nameLine(name: NameGroups): string {
  const { main, others } = showName(name);
  return others.length > 0 ? `${main} (${others.join('; ')})` : main;
}
