// All that the pages know of OHIF. What it shows to its window is no stable interface: this is the one place that relies on it, and
// tests/Whole.Tests/Browser/ViewPageTests.cs holds it to what is written here.

/** An image as both sides name it. */
export interface ImageReference {
  study: string;
  series: string;
  instance: string;
  /** From 1. */
  frame: number;
}

export interface Measurement {
  id: string;
  /** The tool's name: Length, EllipticalROI, … */
  kind: string;
  label: string;
  /** What was measured, as the viewer writes it: "36.2 mm". */
  values: string[];
  image: ImageReference | null;
}

/** What is shown: a study, and a prior beside it. */
export interface Shown {
  study: string;
  prior?: string;
}

/** OHIF 3.13, as far as it is used. */
interface OhifWindow extends Window {
  commandsManager?: { runCommand(name: string, options: object): unknown };
  services?: {
    measurementService: {
      EVENTS: Record<string, string>;
      subscribe(event: string, hear: () => void): { unsubscribe(): void };
      getMeasurements(): OhifMeasurement[];
      remove(id: string): void;
      jumpToMeasurement(viewport: string, id: string): void;
    };
    viewportGridService: {
      getActiveViewportId(): string | null;
      setActiveViewportId(id: string): void;
      getState(): { viewports: Map<string, { displaySetInstanceUIDs: string[] }> };
      setDisplaySetsForViewport(change: object): void;
    };
    cornerstoneViewportService: { getCornerstoneViewport(id: string): { getCurrentImageId?(): string | undefined; getImageIds?(): string[]; setImageIdIndex?(index: number): unknown } | null };
    displaySetService: { getActiveDisplaySets(): OhifDisplaySet[]; getDisplaySetsForSeries(series: string): OhifDisplaySet[] };
  };
}

interface OhifDisplaySet {
  displaySetInstanceUID: string;
  images?: { SOPInstanceUID: string }[];
  instances?: { SOPInstanceUID: string }[];
}

interface OhifMeasurement {
  uid: string;
  toolName?: string;
  label?: string;
  displayText?: { primary?: string[]; secondary?: string[] } | string[];
  referencedImageId?: string;
}

const CHANGES = ['MEASUREMENT_ADDED', 'RAW_MEASUREMENT_ADDED', 'MEASUREMENT_UPDATED', 'MEASUREMENT_REMOVED', 'MEASUREMENTS_CLEARED'];

/** OHIF's protocol for two studies. */
const COMPARE = '@ohif/hpCompare';

/** How often, and how long, it is looked whether the viewer has started, milliseconds. */
const LOOK = 100;
const START = 60_000;

/** A study of which the viewer shows nothing in so long may have nothing to be shown, milliseconds. */
const EMPTY = 15_000;

/** How long an image may take to come into a viewport that has shown another series or study, milliseconds. */
const TURN = 10_000;

/** The language in which OHIF's own detector finds it. */
const LANGUAGE_KEY = 'i18nextLng';

export const frameAddress = (shown: Shown) => `/viewer/viewer${queryOf(shown)}`;

/** One viewer in one frame. It is loaded once; every other study comes into it without that. */
export class OhifAdapter {
  private readonly subscriptions: { unsubscribe(): void }[] = [];
  private wanted: Shown | null = null;
  private isTurning = false;

  private constructor(private readonly window: OhifWindow) {}

  /** Waits until the viewer in a frame of ours has started. */
  static async start(frame: HTMLIFrameElement, signal: AbortSignal): Promise<OhifAdapter> {
    let running = 0;
    for (let waited = 0; waited < START; waited += LOOK) {
      await new Promise(resolve => setTimeout(resolve, LOOK));
      signal.throwIfAborted();
      const window = frame.contentWindow as OhifWindow | null;
      if (!window?.commandsManager || !window.services?.cornerstoneViewportService) continue;
      const adapter = new OhifAdapter(window);
      if (adapter.hasSettled() || (running += LOOK) > EMPTY) return adapter;
    }
    throw new Error('OHIF');
  }

  static speak(language: string): void {
    localStorage.setItem(LANGUAGE_KEY, language.startsWith('zh') ? 'zh' : 'en-US');
  }

  /** Shows another study, or a prior beside it, in the viewer that is there. */
  show(shown: Shown): void {
    this.wanted = shown;
    if (!this.isTurning) void this.turn();
  }

  /** One study after the other: OHIF does not get over another one while it is still opening the first. */
  private async turn(): Promise<void> {
    this.isTurning = true;
    while (this.wanted) {
      const { wanted } = this;
      this.wanted = null;
      this.run('navigateHistory', { to: `/viewer${queryOf(wanted)}`, options: { replace: true } });
      await until(() => this.hasSettled(wanted.study));
    }
    this.isTurning = false;
  }

  /** Whether an image, of the study if one is named, is in a viewport. */
  private hasSettled(study?: string): boolean {
    const { viewportGridService, cornerstoneViewportService } = this.services;
    try {
      const shown = [...viewportGridService.getState().viewports.keys()].map(id => readImageId(cornerstoneViewportService.getCornerstoneViewport(id)?.getCurrentImageId?.()));
      return shown.some(image => image && (!study || image.study === study));
    } catch {
      return false; // its services are there before what they serve is
    }
  }

  measurements(): Measurement[] {
    return this.services.measurementService.getMeasurements().map(readMeasurement);
  }

  /** Hears of every measurement that is made, changed or taken away, until `stop`. */
  onMeasurements(hear: (all: Measurement[]) => void): void {
    const { measurementService } = this.services;
    for (const change of CHANGES)
      this.subscriptions.push(measurementService.subscribe(measurementService.EVENTS[change]!, () => hear(this.measurements())));
  }

  showMeasurement(id: string): void {
    const viewport = this.services.viewportGridService.getActiveViewportId();
    if (viewport) this.services.measurementService.jumpToMeasurement(viewport, id);
  }

  removeMeasurement(id: string): void {
    this.services.measurementService.remove(id);
  }

  /** The image in the active viewport; null where there is none: a report, a document, a volume that is still loading. */
  currentImage(): ImageReference | null {
    return readImageId(this.activeViewport()?.getCurrentImageId?.());
  }

  /** Brings an image into the viewport that shows its series, else into the active one. */
  async showImage(image: ImageReference): Promise<void> {
    const { viewportGridService, displaySetService } = this.services;
    const set = displaySetService.getDisplaySetsForSeries(image.series).find(one => (one.images ?? one.instances ?? []).some(({ SOPInstanceUID }) => SOPInstanceUID === image.instance));
    const active = viewportGridService.getActiveViewportId();
    if (!active || !set) return;
    const shows = [...viewportGridService.getState().viewports].filter(([, shown]) => shown.displaySetInstanceUIDs.includes(set.displaySetInstanceUID)).map(([id]) => id);
    if (shows.length === 0) viewportGridService.setDisplaySetsForViewport({ viewportId: active, displaySetInstanceUIDs: [set.displaySetInstanceUID] });
    else if (!shows.includes(active)) viewportGridService.setActiveViewportId(shows[0]!);
    await until(() => {
      const viewport = this.activeViewport();
      const index = viewport?.getImageIds?.().findIndex(id => isSame(readImageId(id), image)) ?? -1;
      if (index < 0) return false;
      if (viewport!.setImageIdIndex) viewport!.setImageIdIndex(index);
      else this.run('jumpToImage', { imageIndex: index });
      return true;
    });
  }

  stop(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.unsubscribe();
  }

  private run(command: string, options: object): void {
    this.window.commandsManager!.runCommand(command, options);
  }

  private get services() {
    return this.window.services!;
  }

  private activeViewport() {
    const id = this.services.viewportGridService.getActiveViewportId();
    return id ? this.services.cornerstoneViewportService.getCornerstoneViewport(id) : null;
  }
}

/** Looks again and again, for as long as a turn may take. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < TURN && !isSo(); waited += LOOK) await new Promise(resolve => setTimeout(resolve, LOOK));
}

function queryOf({ study, prior }: Shown): string {
  const studies = [study, prior].filter(uid => uid !== undefined).map(encodeURIComponent).join(',');
  return `?StudyInstanceUIDs=${studies}${prior ? `&hangingProtocolId=${COMPARE}` : ''}`;
}

/** Reads wadors:/dicom-web/studies/…/series/…/instances/…/frames/1 */
export function readImageId(id: string | undefined): ImageReference | null {
  const parts = /\/studies\/([0-9.]+)\/series\/([0-9.]+)\/instances\/([0-9.]+)(?:\/frames\/(\d+))?/.exec(id ?? '');
  return parts ? { study: parts[1]!, series: parts[2]!, instance: parts[3]!, frame: Number(parts[4] ?? 1) } : null;
}

export const isSame = (one: ImageReference | null, other: ImageReference) => one?.instance === other.instance && one.frame === other.frame;

function readMeasurement(measurement: OhifMeasurement): Measurement {
  const { displayText } = measurement;
  const values = Array.isArray(displayText) ? displayText : [...displayText?.primary ?? [], ...displayText?.secondary ?? []];
  return { id: measurement.uid, kind: measurement.toolName ?? '', label: measurement.label ?? '', values: values.filter(Boolean), image: readImageId(measurement.referencedImageId) };
}
