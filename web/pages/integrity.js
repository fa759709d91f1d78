// What scrubbing found: its state is the URL, its rows come from /api/integrity, and it looks for news every few seconds.

import { cell, get, showBytes, showLanguage, showTime } from './keep.js';
import { currentLanguage, word } from './words.js';

const REFRESH_MS = 5000;
const PAGE = 50;
const at = id => document.getElementById(id);
const onlyOpen = new URLSearchParams(location.search).get('show') !== 'all';

let shown = [];
let hasMore = false;
let answer = null;
let running = null;

/** Loads from the first finding on as far as was shown, or the page that follows; a load that is overtaken by another is given up. */
async function load(next = false, quietly = false) {
  running?.abort();
  const own = running = new AbortController();
  if (!quietly) at('status').textContent = word('loading');
  try {
    const wanted = next ? PAGE : Math.min(Math.max(shown.length, PAGE), 900);
    const query = new URLSearchParams({ after: next ? shown.at(-1).number : 0, limit: wanted + 1 });
    if (onlyOpen) query.set('open', 'true');
    answer = await get(`/api/integrity?${query}`, own.signal);
    hasMore = answer.findings.length > wanted;
    const page = answer.findings.slice(0, wanted);
    shown = next ? shown.concat(page) : page;
    render();
  } catch (error) {
    if (own.signal.aborted) return;
    at('status').textContent = word('failed', error.message);
    at('verdict').hidden = !answer; // what is not known is not told
  }
}

function render() {
  const { openFindings: open } = answer;
  at('verdict').hidden = false;
  at('verdict').textContent = open > 0 ? word('findingsOpen', open) : word(answer.lastPassAt ? 'allWhole' : 'noneYet');
  at('verdict').className = open > 0 ? 'verdict bad' : 'verdict good';
  at('figures').hidden = false;
  at('state').textContent = word(!answer.isOn ? 'scrubOff' : answer.isUnderWay ? 'scrubRuns' : 'scrubWaits');
  at('last').textContent = answer.lastPassAt ? showTime(answer.lastPassAt) : word('never');
  at('next').textContent = !answer.isOn ? '–' : answer.isUnderWay ? word('now') : showTime(answer.nextPassAt);
  at('bundles').textContent = answer.bundlesChecked.toLocaleString(currentLanguage());
  at('bytes').textContent = showBytes(answer.bytesChecked);
  at('rows').replaceChildren(...shown.map(row));
  at('table').hidden = shown.length === 0;
  at('more').hidden = !hasMore;
  at('help').hidden = shown.length === 0;
  at('status').textContent = shown.length > 0 ? word(hasMore ? 'findingsShownMore' : 'findingsShown', shown.length) : word(onlyOpen ? 'noneOpen' : 'noneEver');
}

function row(finding) {
  const line = document.createElement('tr');
  line.append(
    cell(finding.number, 'number'),
    cell(showTime(finding.at), 'date'),
    cell(finding.bundleId, 'number'),
    cell(word(finding.kind), '', word(`${finding.kind}Text`)),
    outcome(finding),
  );
  return line;
}

function outcome(finding) {
  if (!finding.resolvedAt) return cell(word('stillOpen'), 'bad');
  return cell(finding.repairedFrom ? word('repaired', word(`store-${finding.repairedFrom}`)) : word('resolved'), 'good', showTime(finding.resolvedAt));
}

function translate() {
  showLanguage();
  if (answer) render();
}

for (const link of at('which').children) if (new URL(link.href).search === location.search) link.setAttribute('aria-current', 'true');
at('more').addEventListener('click', () => load(true));
at('language').addEventListener('click', translate);
document.addEventListener('visibilitychange', () => document.hidden || load(false, true));
translate();
load();
setInterval(() => document.hidden || load(false, true), REFRESH_MS);
