import { readSelection, writeSelection, type KeyImage, type KeySelection, type StoredSelection } from '../dicom/keyObjects';
import { textOf, numberOf, type DicomJson } from '../dicom/json';
import { newUid } from '../dicom/uids';
import { studyPath } from './addresses';
import { ask } from './http';
import { readAnswer } from './store';

const JSON_MODEL = { Accept: 'application/dicom+json' };

/** Documents that are read of a study; there are rarely more than a handful. */
const MOST = 50;

/** What was marked in a study, here or at another station, oldest first. */
export async function findSelections(study: string, signal?: AbortSignal): Promise<StoredSelection[]> {
  const found = await getModel(`${studyPath(study)}/series?Modality=KO&limit=${MOST}`, signal);
  const documents = await Promise.all(found.map(series => getModel(`${studyPath(study)}/series/${textOf(series, '0020000E')}/metadata`, signal)));
  return documents.flat().map(readSelection).sort((one, other) => one.when.localeCompare(other.when));
}

/** Stores a selection as an object of the study, from its metadata alone (PS3.18 §10.5). */
export async function storeSelection(study: string, selection: Omit<KeySelection, 'images'>, marked: { series: string; instance: string; frame: number }[]): Promise<void> {
  const described = await Promise.all(marked.map(async image => ({ image, json: await findInstance(study, image) })));
  const images: KeyImage[] = described.map(({ image, json }) => ({
    series: image.series,
    instance: image.instance,
    sopClass: textOf(json, '00080016'),
    frame: (numberOf(json, '00280008') ?? 1) > 1 ? image.frame : null,
  }));
  const document = writeSelection({ ...selection, images }, described[0]!.json, { instance: newUid(), series: newUid() }, new Date());
  const boundary = 'concord-key-images';
  const body = `--${boundary}\r\nContent-Type: application/dicom+json\r\n\r\n${JSON.stringify([document])}\r\n--${boundary}--\r\n`;
  const headers = { 'Content-Type': `multipart/related; type="application/dicom+json"; boundary=${boundary}`, Accept: 'application/dicom+json' };
  const response = await fetch(studyPath(study), { method: 'POST', headers, body });
  const answer = readAnswer(response.status, await response.text());
  if (answer.kind === 'failed') throw new Error(answer.text || (answer.code ?? response.status).toString(16));
}

async function findInstance(study: string, { series, instance }: { series: string; instance: string }): Promise<DicomJson> {
  const [json] = await getModel(`${studyPath(study)}/series/${series}/instances/${instance}/metadata`);
  return json!;
}

async function getModel(path: string, signal?: AbortSignal): Promise<DicomJson[]> {
  return (await ask(path, { headers: JSON_MODEL, signal })).json() as Promise<DicomJson[]>;
}
