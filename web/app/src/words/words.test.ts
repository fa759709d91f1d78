import { expect, test } from 'vitest';
import en from './en';
import zh from './zh';
import * as viewing from '../viewer/words';
import * as quickLook from '../quicklook/words';

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(match => match[1]).sort();

test.each([['pages', en, zh], ['viewer', viewing.en, viewing.zh], ['quick look', quickLook.en, quickLook.zh]] as [string, Record<string, string>, Record<string, string>][])('every text of %s is there in both languages, with the same blanks', (_, en, zh) => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en))
    if (!key.endsWith('_one')) expect([key, blanks(zh[key]!)]).toEqual([key, blanks(en[key]!)]);
});
