import { expect, test } from 'vitest';
import type { StoreResult } from '../api/store';
import { UploadQueue } from './queue';
import type { Source } from './source';

const dicom = (path: string): Source => fileOf(path, `${'\0'.repeat(128)}DICM${path}`);
const fileOf = (path: string, body: string): Source => ({ path, size: body.length, open: () => Promise.resolve(new Blob([body])) });

/** A queue over a server that answers what it is told; done when nothing is under way. */
function queueOver(answer: (text: string) => StoreResult) {
  let [under, most] = [0, 0];
  const queue = new UploadQueue(async body => {
    most = Math.max(most, ++under);
    await new Promise(done => setTimeout(done, 1));
    under--;
    return answer((await body.text()).slice(132));
  }, tell => tell());
  const idle = () => new Promise<void>(done => {
    const check = () => queue.snapshot().isBusy ? undefined : done();
    queue.subscribe(check);
    check();
  });
  return { queue, idle, most: () => most };
}

const stored: StoreResult = { kind: 'stored', study: '1' };

test('every file has a result, and no more than four are on their way', async () => {
  const { queue, idle, most } = queueOver(text => text === 'f7' ? { kind: 'failed', code: 0xa700, text: '' } : stored);
  await queue.add(Array.from({ length: 40 }, (_, i) => dicom(`f${i}`)));
  await idle();
  expect(queue.snapshot().counts).toMatchObject({ stored: 39, failed: 1, waiting: 0, sending: 0 });
  expect(queue.snapshot().items.find(item => item.state === 'failed')).toMatchObject({ path: 'f7', code: 0xa700 });
  expect(most()).toBe(4);
});

test('what is no object is left out and not sent', async () => {
  const sent: string[] = [];
  const { queue, idle } = queueOver(text => {
    sent.push(text);
    return stored;
  });
  await queue.add([fileOf('notes.txt', 'hello'), dicom('CD/DICOMDIR'), dicom('one'), fileOf('broken.zip', 'PK')]);
  await idle();
  expect(sent).toEqual(['one']);
  expect(queue.snapshot().items.filter(item => item.state === 'skipped').map(item => item.skip).sort()).toEqual(['badZip', 'directory', 'notDicom']);
});

test('what failed is tried again, what was stored is not', async () => {
  let isUp = false;
  const { queue, idle } = queueOver(text => isUp || text === 'a' ? stored : { kind: 'failed', code: null, text: 'no network' });
  await queue.add([dicom('a'), dicom('b')]);
  await idle();
  expect(queue.snapshot().counts).toMatchObject({ stored: 1, failed: 1 });
  isUp = true;
  queue.retry();
  await idle();
  expect(queue.snapshot().counts).toMatchObject({ stored: 2, failed: 0 });
});

test('a stop leaves what waits unsent and says so', async () => {
  const { queue, idle } = queueOver(() => stored);
  await queue.add(Array.from({ length: 20 }, (_, i) => dicom(`f${i}`)));
  queue.stop();
  await idle();
  const { counts, items } = queue.snapshot();
  expect(counts.failed).toBeGreaterThan(10);
  expect(items.filter(item => item.state === 'failed').every(item => item.text === 'stopped')).toBe(true);
});
