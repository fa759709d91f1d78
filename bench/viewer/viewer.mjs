// Times OHIF in Chromium with each archive behind it: node viewer.mjs VIEWER ROUNDS SLICES NAME=ADDRESS...

import { chromium } from 'playwright-core';
import { serve } from './proxy.mjs';

const [viewer, rounds, slices, ...named] = process.argv.slice(2);
const flags = [
  '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const patience = { timeout: 240_000, polling: 50 };

/** Runs in the page: how many of the viewer's pictures show something. */
const shown = count => {
  const pictures = [...document.querySelectorAll('canvas.cornerstone-canvas')].filter(canvas => {
    if (!canvas.width || !canvas.height) return false;
    const { data } = canvas.getContext('2d').getImageData(canvas.width >> 2, canvas.height >> 1, canvas.width >> 1, 1);
    const first = data[0];
    for (let i = 4; i < data.length; i += 4) if (Math.abs(data[i] - first) > 8) return true;
    return false;
  });
  return pictures.length >= count;
};

/** Runs in the page: every slice of the volume is there. */
const isWhole = () => {
  const volumes = window.cornerstone?.cache?.getVolumes?.() ?? [];
  return volumes.length > 0 && volumes.every(volume => volume.loadStatus?.loaded);
};

async function timed(act) {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}

async function studies(archive) {
  const answer = await fetch(`${archive}/dicom-web/studies?limit=10`, { headers: { Accept: 'application/dicom+json' } });
  return (await answer.json()).map(study => study['0020000D'].Value[0]);
}

async function withPage(act) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags, headless: true });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(240_000);
    return await act(page);
  } finally {
    await browser.close();
  }
}

async function round(address, [first, second]) {
  const figures = {};
  await withPage(async page => {
    figures['first image'] = await timed(async () => {
      await page.goto(`${address}/viewer/viewer?StudyInstanceUIDs=${first}`, { waitUntil: 'commit' });
      await page.waitForFunction(shown, 1, patience);
    });
    figures['study switch'] = await timed(async () => {
      await page.evaluate(to => window.commandsManager.runCommand('navigateHistory', { to }), `/viewer?StudyInstanceUIDs=${second}`);
      await page.waitForFunction(uid => window.services?.displaySetService?.getActiveDisplaySets?.().some(set => set.StudyInstanceUID === uid), second, patience);
      await page.waitForFunction(shown, 1, patience);
    });
  });
  await withPage(async page => {
    figures['whole MPR'] = await timed(async () => {
      await page.goto(`${address}/viewer/viewer?StudyInstanceUIDs=${first}&hangingProtocolId=mpr`, { waitUntil: 'commit' });
      await page.waitForFunction(isWhole, null, patience);
      await page.waitForFunction(shown, 3, patience);
    });
  });
  return figures;
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const archives = await Promise.all(named.map(async one => {
  const [name, archive] = one.split('=');
  return { name, proxy: await serve(viewer, archive), studies: await studies(archive), figures: [] };
}));
for (let i = 0; i < Number(rounds); i++)
  for (const one of archives) one.figures.push(await round(one.proxy.address, one.studies));
console.log(`| ${slices} slices, seconds | ${archives.map(one => one.name).join(' | ')} | ratio |\n|---|${archives.map(() => '---|').join('')}---|`);
for (const what of ['first image', 'whole MPR', 'study switch']) {
  const medians = archives.map(one => median(one.figures.map(figures => figures[what])));
  console.log(`| ${what} | ${medians.map(value => value.toFixed(2)).join(' | ')} | ${(medians.at(-1) / medians[0]).toFixed(1)} |`);
}
for (const one of archives) one.proxy.close();
process.exit(0);
