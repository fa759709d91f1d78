import { crc32 } from './crc32';
import { Skipped, type Source } from './source';

// Reads ZIP files (APPNOTE 6.3.10) where they lie: the directory at the end, then each entry when it is its turn. ZIP64 too.

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const LARGE = 0xffffffff;

/** Longest directory that is read, bytes: some millions of entries. */
const MAX_DIRECTORY = 512 << 20;

/** Largest entry that is inflated; it is held in memory. */
const MAX_INFLATED = 4 * 2 ** 30;

interface Entry {
  name: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** The files in a ZIP file, in the order of its directory. */
export async function readZip(zip: Blob, path: string): Promise<Source[]> {
  const { at, bytes, count } = await findDirectory(zip);
  if (bytes > MAX_DIRECTORY) throw new Skipped('badZip');
  const view = await viewOf(zip, at, bytes);
  const sources: Source[] = [];
  for (let offset = 0, left = count; left > 0; left--) {
    if (offset + 46 > view.byteLength || view.getUint32(offset, true) !== ENTRY) throw new Skipped('badZip');
    const { entry, next } = readEntry(view, offset);
    offset = next;
    if (!entry.name.endsWith('/')) sources.push({ path: `${path}/${entry.name}`, size: entry.size, open: () => openEntry(zip, entry) });
  }
  return sources;
}

async function findDirectory(zip: Blob) {
  const tailBytes = Math.min(zip.size, END_BYTES + MAX_COMMENT);
  const tail = await viewOf(zip, zip.size - tailBytes, tailBytes);
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && !(tail.getUint32(end, true) === END && end + END_BYTES + tail.getUint16(end + 20, true) <= tail.byteLength)) end--;
  if (end < 0) throw new Skipped('badZip');
  const directory = { count: tail.getUint16(end + 10, true), bytes: tail.getUint32(end + 12, true), at: tail.getUint32(end + 16, true) };
  const hasLocator = end >= 20 && tail.getUint32(end - 20, true) === LOCATOR64;
  if (!hasLocator || (directory.count !== 0xffff && directory.bytes !== LARGE && directory.at !== LARGE)) return directory;
  const large = await viewOf(zip, number64(tail, end - 12), 56);
  if (large.getUint32(0, true) !== END64) throw new Skipped('badZip');
  return { count: number64(large, 32), bytes: number64(large, 40), at: number64(large, 48) };
}

function readEntry(view: DataView, offset: number) {
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map(field => view.getUint16(offset + field, true)) as [number, number, number];
  const flags = view.getUint16(offset + 8, true);
  const next = offset + 46 + nameBytes + extraBytes + commentBytes;
  if (next > view.byteLength) throw new Skipped('badZip');
  const entry: Entry = {
    name: nameOf(new Uint8Array(view.buffer, view.byteOffset + offset + 46, nameBytes), flags),
    flags,
    method: view.getUint16(offset + 10, true),
    crc: view.getUint32(offset + 16, true),
    packed: view.getUint32(offset + 20, true),
    size: view.getUint32(offset + 24, true),
    at: view.getUint32(offset + 42, true),
  };
  readLargeSizes(entry, view, offset + 46 + nameBytes, extraBytes);
  return { entry, next };
}

/** ZIP64 extended information: only those that are too large for their own field, in this order. */
function readLargeSizes(entry: Entry, view: DataView, offset: number, bytes: number) {
  for (let at = offset; at + 4 <= offset + bytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ['size', 'packed', 'at'] as const) {
      if (entry[key] !== LARGE || field + 8 > offset + bytes) continue;
      entry[key] = number64(view, field);
      field += 8;
    }
  }
}

/** UTF-8 where it is, else what Chinese Windows writes. */
function nameOf(bytes: Uint8Array, flags: number): string {
  const isUtf8 = (flags & 0x800) !== 0;
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8 }).decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

async function openEntry(zip: Blob, entry: Entry): Promise<Blob> {
  if (entry.flags & 1) throw new Skipped('encrypted');
  if (entry.method !== 0 && entry.method !== 8) throw new Skipped('method');
  if (entry.size > MAX_INFLATED) throw new Skipped('method');
  const local = await viewOf(zip, entry.at, 30);
  if (local.getUint32(0, true) !== LOCAL) throw new Skipped('damaged');
  const from = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = zip.slice(from, from + entry.packed);
  const body = entry.method === 0 ? packed : await inflate(packed, entry.size);
  if (body.size !== entry.size || await crc32(body) !== entry.crc) throw new Skipped('damaged');
  return body;
}

/** Stops where there is more than the directory has said. */
async function inflate(packed: Blob, size: number): Promise<Blob> {
  try {
    const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    const pieces: BlobPart[] = [];
    let bytes = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      bytes += piece.value.byteLength;
      if (bytes > size) throw new Skipped('damaged');
      pieces.push(piece.value as BlobPart);
    }
    return new Blob(pieces);
  } catch {
    throw new Skipped('damaged');
  }
}

async function viewOf(blob: Blob, from: number, bytes: number): Promise<DataView> {
  const buffer = await blob.slice(from, from + bytes).arrayBuffer();
  if (buffer.byteLength < bytes || from < 0) throw new Skipped('badZip');
  return new DataView(buffer);
}

const number64 = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
