import { textOf, type DicomElement, type DicomJson } from '../dicom/json';

/** What became of one object that was sent (STOW-RS, PS3.18 §10.5). */
export type StoreResult =
  | { kind: 'stored' | 'warned'; study: string }
  | { kind: 'failed'; code: number | null; text: string };

/** Failure Reason of what was no object at all (Table I.2-2). */
const CANNOT_UNDERSTAND = 0xc000;

/** Sends one object; a network that fails is a result too. */
export async function storeObject(body: Blob, signal?: AbortSignal): Promise<StoreResult> {
  try {
    const headers = { 'Content-Type': 'application/dicom', Accept: 'application/dicom+json' };
    const response = await fetch('/dicom-web/studies', { method: 'POST', headers, body, signal });
    return readAnswer(response.status, await response.text());
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'failed', code: null, text: (error as Error).message };
  }
}

/** Reads the Store Instances Response Module, or a problem that came in its place. */
export function readAnswer(status: number, body: string): StoreResult {
  const json = parse(body);
  const stored = itemOf(json, '00081199');
  if (stored) return { kind: '00081196' in stored ? 'warned' : 'stored', study: studyOfAddress(textOf(stored, '00081190')) };
  const failed = itemOf(json, '00081198') ?? itemOf(json, '0008119A');
  const code = failed ? Number(textOf(failed, '00081197')) : status === 400 ? CANNOT_UNDERSTAND : null;
  const said = json as unknown as { detail?: string; title?: string };
  return { kind: 'failed', code, text: said.detail ?? said.title ?? (code === null ? `HTTP ${status}` : '') };
}

function parse(body: string): DicomJson {
  try {
    return JSON.parse(body) as DicomJson;
  } catch {
    return {};
  }
}

function itemOf(json: DicomJson, tag: string): DicomJson | undefined {
  return (json[tag] as DicomElement | undefined)?.Value?.[0] as DicomJson | undefined;
}

const studyOfAddress = (address: string) => /\/studies\/([0-9.]+)/.exec(address)?.[1] ?? '';
