// Addresses that a browser follows by itself: pictures, downloads, the viewer.

const SERVICE = '/dicom-web/studies';
const part = encodeURIComponent;

export const studyPath = (study: string) => `${SERVICE}/${part(study)}`;

export const studyThumbnail = (study: string, side: number) => `${studyPath(study)}/thumbnail?viewport=${side},${side}&accept=image/png`;

export const seriesThumbnail = (study: string, series: string, side: number) =>
  `${studyPath(study)}/series/${part(series)}/thumbnail?viewport=${side},${side}&accept=image/png`;

/** A file of known length: a browser goes on with it after a break. */
export const zipAddress = (study: string) => `${studyPath(study)}?accept=application/zip`;

export const viewerAddress = (...studies: string[]) => `/viewer?StudyInstanceUIDs=${studies.map(part).join(',')}`;

/** Two studies side by side, the newer one first. */
export const compareAddress = (study: string, prior: string) => `${viewerAddress(study, prior)}&hangingProtocolId=@ohif/hpCompare`;
