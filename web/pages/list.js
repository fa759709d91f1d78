// The study list: its state is the URL, its rows come from QIDO-RS, and it looks for news every few seconds.

import { findStudies, serverStatus } from './studies.js';
import { switchLanguage, translatePage, word } from './words.js';

const REFRESH_MS = 3000;
const FIELDS = ['name', 'id', 'accession', 'from', 'to', 'modality'];
const at = id => document.getElementById(id);
const form = at('search');

let shown = [];
let hasMore = false;
let lastChange = -1;
let running = null;

function filterOfUrl() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(FIELDS.map(field => [field, query.get(field) ?? '']));
}

function showFilter() {
  for (const [field, value] of Object.entries(filterOfUrl())) form.elements[field].value = value;
}

function useFilter(values) {
  const query = new URLSearchParams();
  for (const field of FIELDS) if (values[field]) query.set(field, values[field].trim());
  history.pushState(null, '', query.size ? `?${query}` : location.pathname);
  load(false);
}

/** Loads the first page again, or the next one; a search that is overtaken by another is given up. */
async function load(next, quietly = false) {
  running?.abort();
  const own = running = new AbortController();
  if (!quietly) at('status').textContent = word('loading');
  try {
    const page = await findStudies(filterOfUrl(), next ? shown.length : 0, own.signal);
    shown = next ? shown.concat(page.studies) : page.studies;
    hasMore = page.hasMore;
    render();
  } catch (error) {
    if (!own.signal.aborted) at('status').textContent = word('failed', error.message);
  }
}

function render() {
  const filtered = Object.values(filterOfUrl()).some(Boolean);
  at('rows').replaceChildren(...shown.map(row));
  at('table').hidden = shown.length === 0;
  at('more').hidden = !hasMore;
  at('empty').hidden = shown.length > 0 || filtered;
  at('status').textContent = shown.length > 0 ? word(hasMore ? 'foundMore' : 'found', shown.length) : filtered ? word('none') : '';
}

function row(study) {
  const line = document.createElement('tr');
  line.append(
    picture(study),
    cell(study.name.main || word('noName'), '', study.name.other),
    cell(study.patientId),
    cell(study.sex ? word(study.sex) : ''),
    cell(study.birthDate, 'date'),
    cell(study.date, 'date', study.time),
    cell(study.modalities),
    cell(study.description),
    cell(study.accession),
    cell(study.series, 'number'),
    cell(study.images, 'number'),
    viewer(study),
  );
  return line;
}

function cell(text, kind = '', second = '') {
  const made = document.createElement('td');
  made.className = kind;
  made.textContent = text;
  if (second) {
    const below = document.createElement('span');
    below.className = 'second';
    below.textContent = second;
    made.append(below);
  }
  return made;
}

/** A small picture, fetched when the row comes into sight; gone where there is none. */
function picture(study) {
  const made = document.createElement('td');
  made.className = 'picture';
  const image = document.createElement('img');
  image.loading = 'lazy';
  image.alt = '';
  image.width = image.height = 56;
  image.addEventListener('error', () => image.remove());
  image.src = `/dicom-web/studies/${encodeURIComponent(study.uid)}/thumbnail?viewport=112,112&accept=image/png`;
  made.append(image);
  return made;
}

function viewer(study) {
  const made = document.createElement('td');
  const link = document.createElement('a');
  link.className = 'open';
  link.href = `/viewer?StudyInstanceUIDs=${encodeURIComponent(study.uid)}`;
  link.textContent = word('open');
  made.append(link);
  return made;
}

/** Says where to send to, and loads again when the archive has changed. */
async function watch() {
  if (document.hidden) return;
  try {
    const status = await serverStatus(AbortSignal.timeout(REFRESH_MS));
    const host = location.hostname.replace(/^\[|\]$/g, '');
    at('server').textContent = word('server', `${status.aeTitle}@${host}:${status.dicomPort}`);
    at('command').textContent = `./concord store --to ${status.aeTitle}@${host}:${status.dicomPort} PATH\nstorescu -aec ${status.aeTitle} ${host} ${status.dicomPort} FILE.dcm`;
    at('stow').textContent = `curl -H 'Content-Type: application/dicom' --data-binary @FILE.dcm \\\n  ${location.origin}/dicom-web/studies`;
    if (lastChange >= 0 && status.lastChangeNumber !== lastChange && shown.length <= 50) load(false, true);
    lastChange = status.lastChangeNumber;
  } catch (error) {
    if (error.name !== 'TimeoutError') at('server').textContent = word('failed', error.message);
  }
}

function showLanguage() {
  translatePage();
  at('language').textContent = word('language');
  at('language').lang = document.documentElement.lang === 'en' ? 'zh-CN' : 'en';
}

form.addEventListener('submit', event => {
  event.preventDefault();
  useFilter(Object.fromEntries(new FormData(form)));
});
form.addEventListener('reset', () => useFilter({}));
at('more').addEventListener('click', () => load(true));
at('language').addEventListener('click', () => {
  switchLanguage();
  showLanguage();
  render();
  watch();
});
addEventListener('popstate', () => {
  showFilter();
  load(false);
});
document.addEventListener('visibilitychange', watch);

showLanguage();
showFilter();
load(false);
watch();
setInterval(watch, REFRESH_MS);
