import { expect, test } from 'vitest';
import en from './en';
import zh from './zh';

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(match => match[1]).sort();

test('every text is there in both languages, with the same blanks', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, blanks(zh[key])]).toEqual([key, blanks(en[key])]);
});
