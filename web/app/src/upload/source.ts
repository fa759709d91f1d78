/** A file that may be sent: where it came from, and its bytes once it is its turn. */
export interface Source {
  path: string;
  size: number;
  open: () => Promise<Blob>;
}

/** Why a file is not sent; the words are `skip_…`. */
export type SkipReason = 'notDicom' | 'directory' | 'encrypted' | 'method' | 'badZip' | 'damaged' | 'nested';

export class Skipped extends Error {
  constructor(readonly reason: SkipReason) {
    super(reason);
  }
}

const MAGIC_AT = 128;

/** Refuses what is no DICOM object: no "DICM" behind the preamble (PS3.10 §7.1) and no name that says it is one. */
export async function requireDicom(path: string, body: Blob): Promise<void> {
  if (/(^|\/)DICOMDIR$/i.test(path)) throw new Skipped('directory');
  const magic = await body.slice(MAGIC_AT, MAGIC_AT + 4).text();
  if (magic !== 'DICM' && !/\.(dcm|dicom|ima)$/i.test(path)) throw new Skipped('notDicom');
}

/** A ZIP file begins with a local header, or with its end when it is empty. */
export async function isZip(body: Blob): Promise<boolean> {
  const head = new Uint8Array(await body.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}
