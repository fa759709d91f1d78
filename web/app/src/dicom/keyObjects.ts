// Key Object Selection documents (PS3.3 §A.35.4, PS3.16 TID 2010): images of a study that somebody marked, and why.

import { textOf, valuesOf, type DicomElement, type DicomJson } from './json';

export const KEY_OBJECT_CLASS = '1.2.840.10008.5.1.4.1.1.88.59';

/** Why images were marked: codes of CID 7010, with their words in the standard. */
export const PURPOSES: Record<string, string> = { 113000: 'Of Interest', 113002: 'For Referring Provider', 113003: 'For Surgery', 113004: 'For Teaching', 113005: 'For Conference', 113009: 'For Peer Review' };

export interface KeyImage {
  series: string;
  instance: string;
  sopClass: string;
  /** From 1; null where the whole instance is meant, of a single frame. */
  frame: number | null;
}

export interface KeySelection {
  images: KeyImage[];
  purpose: string;
  description: string;
}

/** A selection as an archive keeps it. */
export interface StoredSelection extends KeySelection {
  instance: string;
  series: string;
  when: string;
}

/** Patient and study, as any image of the study says them. */
const COMMON = ['00100010', '00100020', '00100021', '00100030', '00100040', '00080020', '00080030', '00080050', '00080090', '0020000D', '00200010', '00081030'];

/** Required, though they may be empty (type 2). */
const EMPTY: Record<string, string> = { '00100010': 'PN', '00100020': 'LO', '00100030': 'DA', '00100040': 'CS', '00080020': 'DA', '00080030': 'TM', '00080050': 'SH', '00080090': 'PN', '00200010': 'SH', '00080070': 'LO' };

const element = (vr: string, ...values: unknown[]): DicomElement => ({ vr, Value: values });
const sequence = (...items: DicomJson[]) => element('SQ', ...items);
const code = (value: string, meaning: string) => sequence({ '00080100': element('SH', value), '00080102': element('SH', 'DCM'), '00080104': element('LO', meaning) });

/** The document of a selection. `image` is the metadata of one of its images; the UIDs are those it is to have. */
export function writeSelection(selection: KeySelection, image: DicomJson, uids: { instance: string; series: string }, now: Date): DicomJson {
  const [date, time] = [daytime(now).slice(0, 8), daytime(now).slice(8)];
  const json: DicomJson = {};
  for (const [tag, vr] of Object.entries(EMPTY)) json[tag] = { vr };
  for (const tag of COMMON) if (image[tag]?.Value?.length) json[tag] = image[tag];
  return {
    ...json,
    '00080005': element('CS', 'ISO_IR 192'),
    '00080016': element('UI', KEY_OBJECT_CLASS),
    '00080018': element('UI', uids.instance),
    '00080023': element('DA', date),
    '00080033': element('TM', time),
    '00080060': element('CS', 'KO'),
    '00081111': { vr: 'SQ' },
    '0008103E': element('LO', 'Key images'),
    '0020000E': element('UI', uids.series),
    '00200011': element('IS', 1),
    '00200013': element('IS', 1),
    '0040A040': element('CS', 'CONTAINER'),
    '0040A043': code(selection.purpose, PURPOSES[selection.purpose] ?? PURPOSES['113000']!),
    '0040A050': element('CS', 'SEPARATE'),
    '0040A375': sequence(evidence(selection.images, textOf(image, '0020000D'))),
    '0040A504': sequence({ '00080105': element('CS', 'DCMR'), '0040DB00': element('CS', '2010') }),
    '0040A730': sequence(...describe(selection.description), ...selection.images.map(contentOf)),
  };
}

export function readSelection(json: DicomJson): StoredSelection {
  const content = valuesOf<DicomJson>(json, '0040A730');
  const [evidence] = valuesOf<DicomJson>(json, '0040A375');
  const seriesOf = new Map<string, string>();
  for (const series of valuesOf<DicomJson>(evidence ?? {}, '00081115'))
    for (const one of valuesOf<DicomJson>(series, '00081199')) seriesOf.set(textOf(one, '00081155'), textOf(series, '0020000E'));
  const images = content.flatMap(item => valuesOf<DicomJson>(item, '00081199')).map(one => {
    const instance = textOf(one, '00081155');
    return { instance, series: seriesOf.get(instance) ?? '', sopClass: textOf(one, '00081150'), frame: Number(textOf(one, '00081160')) || null };
  });
  const [title] = valuesOf<DicomJson>(json, '0040A043');
  const description = content.map(item => textOf(item, '0040A160')).filter(Boolean).join(' ');
  return { images, purpose: textOf(title ?? {}, '00080100'), description, instance: textOf(json, '00080018'), series: textOf(json, '0020000E'), when: textOf(json, '00080023') };
}

function describe(text: string): DicomJson[] {
  return text.trim() === '' ? [] : [{ '0040A010': element('CS', 'CONTAINS'), '0040A040': element('CS', 'TEXT'), '0040A043': code('113012', 'Key Object Description'), '0040A160': element('UT', text.trim()) }];
}

const contentOf = (image: KeyImage): DicomJson => ({
  '0040A010': element('CS', 'CONTAINS'),
  '0040A040': element('CS', 'IMAGE'),
  '00081199': sequence({ ...referenceOf(image), ...(image.frame ? { '00081160': element('IS', image.frame) } : {}) }),
});

const referenceOf = ({ sopClass, instance }: KeyImage): DicomJson => ({ '00081150': element('UI', sopClass), '00081155': element('UI', instance) });

/** Every instance that is meant, once, below its series. */
function evidence(images: KeyImage[], study: string): DicomJson {
  const bySeries = Map.groupBy(images, image => image.series);
  const series = [...bySeries].map(([uid, members]) => {
    const distinct = [...new Map(members.map(member => [member.instance, member])).values()];
    return { '00081199': sequence(...distinct.map(referenceOf)), '0020000E': element('UI', uid) };
  });
  return { '00081115': sequence(...series), '0020000D': element('UI', study) };
}

/** 20261127102233 */
function daytime(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
