import { nameOf, numberOf, textOf, valuesOf, type DicomJson, type NameGroups } from '../dicom/json';
import { showDate, showTime } from '../dicom/dates';

/** A study as a search tells it. */
export interface Study {
  uid: string;
  name: NameGroups;
  patientId: string;
  issuer: string;
  sex: string;
  birthDate: string;
  date: string;
  time: string;
  modalities: string[];
  description: string;
  accession: string;
  referrer: NameGroups;
  series: number | null;
  images: number | null;
}

export function studyOf(json: DicomJson): Study {
  return {
    uid: textOf(json, '0020000D'),
    name: nameOf(json, '00100010'),
    patientId: textOf(json, '00100020'),
    issuer: textOf(json, '00100021'),
    sex: textOf(json, '00100040'),
    birthDate: showDate(textOf(json, '00100030')),
    date: showDate(textOf(json, '00080020')),
    time: showTime(textOf(json, '00080030')),
    modalities: valuesOf<string>(json, '00080061'),
    description: textOf(json, '00081030'),
    accession: textOf(json, '00080050'),
    referrer: nameOf(json, '00080090'),
    series: numberOf(json, '00201206'),
    images: numberOf(json, '00201208'),
  };
}
