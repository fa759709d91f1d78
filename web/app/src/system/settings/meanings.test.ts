import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import meanings from './meanings.zh';

test('every setting of docs/settings.md has a meaning in English and one in Chinese', async () => {
  const table = await readFile(new URL('../../../../../docs/settings.md', import.meta.url), 'utf8');
  const rows = [...table.matchAll(/^\| `([^`]+)` \|.*\| (.*) \|$/gm)].filter(([, name]) => !name!.includes(':0:')); // those of a rule are told within its list
  expect(rows.length).toBeGreaterThan(150);
  expect(Object.keys(meanings).sort()).toEqual(rows.map(row => row[1]!).sort());
  for (const [, name, english] of rows) {
    expect([name, english]).toEqual([name, expect.stringMatching(/[a-z]{2}/)]);
    expect([name, meanings[name!]]).toEqual([name, expect.stringMatching(/[\u4e00-\u9fff]/)]);
  }
});
