// Addresses that a browser follows by itself: pictures, downloads, the viewer.

const SERVICE = '/dicom-web/studies';
const part = encodeURIComponent;

export const studyPath = (study: string) => `${SERVICE}/${part(study)}`;

export const seriesPath = (study: string, series: string) => `${studyPath(study)}/series/${part(series)}`;

export const studyThumbnail = (study: string, side: number) => `${studyPath(study)}/thumbnail?viewport=${side},${side}&accept=image/png`;

export const seriesThumbnail = (study: string, series: string, side: number) =>
  `${studyPath(study)}/series/${part(series)}/thumbnail?viewport=${side},${side}&accept=image/png`;

/** A file of known length: a browser goes on with it after a break. */
export const zipAddress = (study: string) => `${studyPath(study)}?accept=application/zip`;

/** Our page around the viewer; a prior lies beside the study. */
export const viewAddress = (study: string, prior?: string) => `/view/${part(study)}${prior ? `#with=${part(prior)}` : ''}`;

export const frameThumbnail = ({ study, series, instance, frame }: { study: string; series: string; instance: string; frame: number }, side: number) =>
  `${studyPath(study)}/series/${part(series)}/instances/${part(instance)}/frames/${frame}/thumbnail?viewport=${side},${side}&accept=image/png`;
