import { crc32 as nodeCrc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from './crc32';
import { isZip, Skipped } from './source';
import { readZip } from './zip';

interface Made {
  name: Uint8Array;
  body: Uint8Array;
  isDeflated?: boolean;
  flags?: number;
  crc?: number;
  method?: number;
}

const text = (words: string) => new TextEncoder().encode(words);

/** A ZIP file written by the book, field by field. */
function zipOf(files: Made[], comment = ''): Blob {
  const [locals, directory] = [[] as Uint8Array[], [] as Uint8Array[]];
  let at = 0;
  for (const { name, body, isDeflated = false, flags = 0x800, crc = nodeCrc32(body), method = isDeflated ? 8 : 0 } of files) {
    const packed = isDeflated ? deflateRawSync(body) : body;
    const common = [[2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, packed.length], [4, body.length], [2, name.length], [2, 0]] as const;
    const local = Buffer.concat([fields([[4, 0x04034b50], ...common]), name, packed]);
    directory.push(Buffer.concat([fields([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), name]));
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = fields([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, entries.length], [4, at], [2, comment.length]]);
  return new Blob([...locals, entries, end, text(comment)] as BlobPart[]);
}

function fields(list: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat(list.map(([bytes, value]) => {
    const field = Buffer.alloc(bytes);
    field.writeUIntLE(value, 0, bytes);
    return field;
  }));
}

const bodyOf = async (zip: Blob, index = 0) => (await (await readZip(zip, 'a.zip'))[index]!.open()).text();
const refusal = async (asked: Promise<unknown>) => asked.then(() => 'none', error => (error as Skipped).reason);

test('stored and deflated files come out as they went in, folders are left out', async () => {
  const long = 'a long text '.repeat(5000);
  const zip = zipOf([{ name: text('d/'), body: text('') }, { name: text('d/一.dcm'), body: text('one') }, { name: text('two'), body: text(long), isDeflated: true }], 'PK\x05\x06 in a comment');
  expect((await readZip(zip, 'a.zip')).map(source => source.path)).toEqual(['a.zip/d/一.dcm', 'a.zip/two']);
  expect(await bodyOf(zip)).toBe('one');
  expect(await bodyOf(zip, 1)).toBe(long);
  expect(await isZip(zip)).toBe(true);
});

test('names as Chinese Windows writes them are read', async () => {
  const zip = zipOf([{ name: Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd), body: text('x'), flags: 0 }]);
  expect((await readZip(zip, 'a.zip'))[0]!.path).toBe('a.zip/张三');
});

test('what is damaged, encrypted or packed in another way is left out for that reason', async () => {
  const body = text('some bytes');
  expect(await refusal(bodyOf(zipOf([{ name: text('a'), body, crc: 1 }])))).toBe('damaged');
  expect(await refusal(bodyOf(zipOf([{ name: text('a'), body, flags: 0x801 }])))).toBe('encrypted');
  expect(await refusal(bodyOf(zipOf([{ name: text('a'), body, method: 14 }])))).toBe('method');
  expect(await refusal(bodyOf(zipOf([{ name: text('a'), body, method: 8 }])))).toBe('damaged');
});

test('what is no ZIP file, or a piece of one at every length, is refused and never read past', async () => {
  const whole = zipOf([{ name: text('a'), body: text('abc') }, { name: text('b'), body: text('abc'), isDeflated: true }]);
  for (let length = 0; length < whole.size; length++) expect(await refusal(readZip(whole.slice(0, length), 'a.zip'))).toBe('badZip');
  expect(await refusal(readZip(new Blob(['no zip at all, but some bytes']), 'a.zip'))).toBe('badZip');
});

test('the checksum is that of others', async () => expect(await crc32(new Blob(['123456789']))).toBe(0xcbf43926));
