import type { Source } from './source';

/** Most files of one drop. */
const MAX_FILES = 500_000;

export const sourceOf = (file: File, path = ''): Source => ({ path: path || file.webkitRelativePath || file.name, size: file.size, open: () => Promise.resolve(file) });

/** What was dropped, folders walked through. Must be called while the drop is handled: afterwards a browser forgets what it was. */
export function droppedSources(data: DataTransfer): AsyncGenerator<Source> {
  const entries = [...data.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry() ?? item.getAsFile());
  return walkAll(entries.filter(entry => entry !== null));
}

async function* walkAll(entries: (FileSystemEntry | File)[]): AsyncGenerator<Source> {
  let count = 0;
  for (const entry of entries)
    for await (const source of walk(entry)) {
      if (++count > MAX_FILES) return;
      yield source;
    }
}

async function* walk(entry: FileSystemEntry | File): AsyncGenerator<Source> {
  if (entry instanceof File) {
    yield sourceOf(entry);
  } else if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    yield sourceOf(file, entry.fullPath.replace(/^\//, ''));
  } else {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (let some = await read(reader); some.length > 0; some = await read(reader)) for (const inner of some) yield* walk(inner);
  }
}

/** A folder is read some hundred entries at a time, until there are none. */
const read = (reader: FileSystemDirectoryReader) => new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
