import { readFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('the types of the addresses are those of openapi.json; `npm run api` makes them anew', async () => {
  const document = new URL('../../openapi.json', import.meta.url);
  const types = await readFile(new URL('openapi.d.ts', import.meta.url), 'utf8');
  expect(types).toBe(COMMENT_HEADER + astToString(await openapiTS(document, { defaultNonNullable: false })));
}, 30_000);
