import { storeObject, type StoreResult } from '../api/store';
import { isZip, requireDicom, Skipped, type SkipReason, type Source } from './source';
import { readZip } from './zip';

export type ItemState = 'waiting' | 'sending' | 'stored' | 'warned' | 'skipped' | 'failed';

export interface Item {
  path: string;
  size: number;
  state: ItemState;
  skip?: SkipReason;
  code?: number | null;
  text?: string;
  source: Source;
}

export interface Standing {
  items: readonly Item[];
  counts: Readonly<Record<ItemState, number>>;
  isReading: boolean;
  isBusy: boolean;
}

/** Objects on their way at once: enough to fill the line, and a browser has six connections to a server. */
const LANES = 4;

/** Sends what it is given, some at a time, and keeps what became of each. It outlives the page that shows it. */
export class UploadQueue {
  private items: Item[] = [];
  private next = 0;
  private lanes = 0;
  private reading = 0;
  private stopped = new AbortController();
  private readonly counts: Record<ItemState, number> = { waiting: 0, sending: 0, stored: 0, warned: 0, skipped: 0, failed: 0 };
  private readonly listeners = new Set<() => void>();
  private shown: Standing = this.standing();
  private isTelling = false;

  constructor(private readonly store: (body: Blob, signal: AbortSignal) => Promise<StoreResult> = storeObject, private readonly soon: (tell: () => void) => void = tell => setTimeout(tell, 100)) {}

  subscribe = (tell: () => void) => {
    this.listeners.add(tell);
    return () => void this.listeners.delete(tell);
  };

  snapshot = () => this.shown;

  /** Takes files in as they are found; ZIP files are opened. */
  async add(sources: Iterable<Source> | AsyncIterable<Source>): Promise<void> {
    const { signal } = this.stopped;
    this.reading++;
    this.tell();
    try {
      for await (const source of sources) {
        if (signal.aborted) return;
        await this.take(source);
      }
    } finally {
      this.reading--;
      this.tell();
    }
  }

  stop(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    for (const item of this.items.slice(this.next)) this.change(item, { state: 'failed', text: 'stopped' });
    this.next = this.items.length;
  }

  retry(): void {
    const failed = this.items.filter(item => item.state === 'failed');
    this.items = this.items.filter(item => item.state !== 'failed');
    this.counts.failed = 0;
    this.next = this.items.findIndex(item => item.state === 'waiting');
    if (this.next < 0) this.next = this.items.length;
    for (const item of failed) this.push(item.source);
  }

  clear(): void {
    if (this.lanes > 0 || this.reading > 0) return;
    [this.items, this.next] = [[], 0];
    for (const state of Object.keys(this.counts) as ItemState[]) this.counts[state] = 0;
    this.tell();
  }

  private async take(source: Source): Promise<void> {
    try {
      const isArchive = /\.zip$/i.test(source.path) || (source.size > 0 && !/\.\w+$/.test(source.path) && await isZip(await source.open()));
      if (!isArchive) return this.push(source);
      for (const inner of await readZip(await source.open(), source.path)) this.push(inner);
    } catch (error) {
      this.push(source, error instanceof Skipped ? { state: 'skipped', skip: error.reason } : { state: 'failed', text: (error as Error).message });
    }
  }

  private push(source: Source, known: Partial<Item> = {}): void {
    const item: Item = { path: source.path, size: source.size, state: 'waiting', source, ...known };
    if (item.state === 'waiting') this.items.push(item);
    else this.items.splice(this.next++, 0, item);
    this.counts[item.state]++;
    this.tell();
    while (this.lanes < LANES && this.next < this.items.length) void this.run();
  }

  private async run(): Promise<void> {
    this.lanes++;
    try {
      while (this.next < this.items.length) await this.send(this.items[this.next++]!);
    } finally {
      this.lanes--;
      this.tell();
    }
  }

  private async send(item: Item): Promise<void> {
    const { signal } = this.stopped;
    this.change(item, { state: 'sending' });
    try {
      const body = await item.source.open();
      if (/\.zip$/i.test(item.path)) throw new Skipped('nested');
      await requireDicom(item.path, body);
      const result = await this.store(body, signal);
      this.change(item, result.kind === 'failed' ? { state: 'failed', code: result.code, text: result.text } : { state: result.kind });
    } catch (error) {
      this.change(item, error instanceof Skipped ? { state: 'skipped', skip: error.reason } : { state: 'failed', text: signal.aborted ? 'stopped' : (error as Error).message });
    }
  }

  private change(item: Item, to: Partial<Item>): void {
    this.counts[item.state]--;
    Object.assign(item, to);
    this.counts[item.state]++;
    this.tell();
  }

  /** A hundred objects a second are shown some times a second. */
  private tell(): void {
    if (this.isTelling) return;
    this.isTelling = true;
    this.soon(() => {
      this.isTelling = false;
      this.shown = this.standing();
      for (const listener of this.listeners) listener();
    });
  }

  private standing(): Standing {
    return { items: [...this.items], counts: { ...this.counts }, isReading: this.reading > 0, isBusy: this.lanes > 0 || this.reading > 0 };
  }
}

/** The one queue of this window. */
export const uploads = new UploadQueue();
