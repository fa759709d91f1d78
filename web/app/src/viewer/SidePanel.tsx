import { KeyImages } from './KeyImages';
import { MeasurementList } from './MeasurementList';
import type { ImageReference, Measurement } from './ohifAdapter';

interface Properties {
  /** The studies that are shown, the newest first. */
  studies: string[];
  measurements: Measurement[];
  marks: ImageReference[];
  onMeasurement: (id: string) => void;
  onRemove: (id: string) => void;
  onImage: (image: ImageReference) => void;
  onUnmark: (image: ImageReference) => void;
  onStored: (images: ImageReference[]) => void;
}

/** Beside the images: what was measured in them, and which of them matter. */
export function SidePanel({ studies, measurements, marks, onMeasurement, onRemove, onImage, onUnmark, onStored }: Properties) {
  return (
    <>
      <MeasurementList measurements={measurements} onShow={onMeasurement} onRemove={onRemove} />
      <KeyImages studies={studies} marks={marks.filter(mark => studies.includes(mark.study))} onImage={onImage} onUnmark={onUnmark} onStored={onStored} />
    </>
  );
}
