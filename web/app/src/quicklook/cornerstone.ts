import { cache, imageLoader, init as initCore, Enums, RenderingEngine, utilities, type StackViewport } from '@cornerstonejs/core';
import { init as initLoader, wadors } from '@cornerstonejs/dicom-image-loader';
import { addTool, Enums as ToolEnums, init as initTools, PanTool, StackScrollTool, ToolGroupManager, WindowLevelTool, ZoomTool } from '@cornerstonejs/tools';
import type { StackImage } from './stack';

/** What a drag with the left button or one finger does. */
export type Mode = 'scroll' | 'window' | 'zoom' | 'pan';

const TOOLS: Record<Mode, string> = { scroll: StackScrollTool.toolName, window: WindowLevelTool.toolName, zoom: ZoomTool.toolName, pan: PanTool.toolName };
const GROUP = 'quick-look';
const { MouseBindings } = ToolEnums;

/** What does not change with the mode: wheel, middle and right button, two fingers. */
const ALWAYS: Record<Mode, object[]> = {
  scroll: [{ mouseButton: MouseBindings.Wheel }],
  window: [],
  zoom: [{ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 }],
  pan: [{ mouseButton: MouseBindings.Auxiliary }],
};

/** Images ahead that are fetched while the reader rests on one. */
const AHEAD = 8;

/** After so many bytes of a frame it is decoded for the first time, and after so many more again. */
const FIRST_LOOK = 16 << 10;
const NEXT_LOOK = 32 << 10;

let ready: Promise<void> | null = null;

/** Workers decode: their script is a file of our own origin, so `worker-src 'self'` is enough; WebAssembly in them wants 'wasm-unsafe-eval'. */
export function start(): Promise<void> {
  return ready ??= begin();
}

async function begin(): Promise<void> {
  await initCore({ rendering: { webGlContextCount: 1 } } as Parameters<typeof initCore>[0]);
  initLoader({ maxWebWorkers: 2 });
  initTools();
  for (const tool of [StackScrollTool, WindowLevelTool, ZoomTool, PanTool]) addTool(tool);
  // Frames are read as they come: what is stored in RPCL order (HTJ2K …4.202, .203) shows whole but coarse after a fraction of its bytes.
  utilities.imageRetrieveMetadataProvider.add('stack', { stages: [{ id: 'progressive', retrieveType: 'single' }], retrieveOptions: { single: { streaming: true, initialChunkSize: FIRST_LOOK, minChunkSize: NEXT_LOOK } } });
}

/** One viewport in an element. `destroy` gives its memory back. */
export class Stack {
  private readonly engine = new RenderingEngine(GROUP);
  private readonly group = ToolGroupManager.createToolGroup(GROUP)!;

  constructor(private readonly element: HTMLDivElement) {
    this.engine.enableElement({ viewportId: GROUP, type: Enums.ViewportType.STACK, element });
    for (const name of Object.values(TOOLS)) this.group.addTool(name);
    this.group.addViewport(GROUP, GROUP);
    element.addEventListener(Enums.Events.STACK_NEW_IMAGE, () => this.fetchAhead());
  }

  private get viewport(): StackViewport {
    return this.engine.getViewport(GROUP) as StackViewport;
  }

  async show(images: StackImage[], at: number): Promise<void> {
    for (const { id, metadata } of images) wadors.metaDataManager.add(id, metadata as unknown as Parameters<typeof wadors.metaDataManager.add>[1]);
    await this.viewport.setStack(images.map(image => image.id), at);
  }

  use(mode: Mode): void {
    for (const [one, name] of Object.entries(TOOLS)) {
      const chosen = one === mode ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : [];
      const bindings = [...ALWAYS[one as Mode], ...chosen] as Parameters<typeof this.group.setToolActive>[1] extends { bindings?: infer B } | undefined ? B : never;
      this.group.setToolPassive(name, { removeAllBindings: true });
      if (bindings && (bindings as object[]).length > 0) this.group.setToolActive(name, { bindings });
    }
  }

  scrollTo(index: number): void {
    void this.viewport.setImageIdIndex(index);
  }

  reset(): void {
    this.viewport.resetProperties();
    this.viewport.resetCamera();
    this.viewport.render();
  }

  resize(): void {
    this.engine.resize(true, true);
  }

  /** Place, window, and whether the image is whole: what is drawn of an image that is still on its way is coarse. */
  state(): StackState {
    const { viewport } = this;
    const range = viewport.getProperties().voiRange;
    const image = viewport.getCornerstoneImage() as { imageId: string; imageQualityStatus?: number } | undefined;
    return {
      index: viewport.getCurrentImageIdIndex(),
      window: range ? { center: Math.round((range.upper + range.lower) / 2), width: Math.round(range.upper - range.lower) } : null,
      zoom: viewport.getZoom(),
      quality: image?.imageId !== viewport.getCurrentImageId() ? 'none' : (image?.imageQualityStatus ?? Enums.ImageQualityStatus.FULL_RESOLUTION) < Enums.ImageQualityStatus.FULL_RESOLUTION ? 'coarse' : 'full',
    };
  }

  /** Hears whenever something is drawn. */
  onDrawn(hear: () => void): void {
    this.element.addEventListener(Enums.Events.IMAGE_RENDERED, hear);
  }

  destroy(): void {
    ToolGroupManager.destroyToolGroup(GROUP);
    this.engine.destroy();
    cache.purgeCache();
    wadors.metaDataManager.purge();
  }

  /** Only once the image itself is whole: on a slow line it comes first. */
  private fetchAhead(): void {
    const ids = this.viewport.getImageIds();
    const at = this.viewport.getCurrentImageIdIndex();
    if (this.state().quality !== 'full') return;
    for (const id of ids.slice(at + 1, at + 1 + AHEAD))
      void imageLoader.loadAndCacheImage(id, { ...this.viewport.getLoaderImageOptions(id), requestType: Enums.RequestType.Prefetch }).catch(() => undefined);
  }
}

export interface StackState {
  index: number;
  window: { center: number; width: number } | null;
  zoom: number;
  quality: 'none' | 'coarse' | 'full';
}
