// What the pages for the people who run the archive share: asking the server, cells of a table, times, the language button.

import { currentLanguage, switchLanguage, translatePage, word } from './words.js';

/** The JSON at an address of ours; an error with what the server says. */
export async function get(path, signal) {
  const response = await fetch(path, { headers: { Accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(await problem(response));
  return response.json();
}

/** What a problem+json answer says, else the status. */
export async function problem(response) {
  try {
    const said = await response.json();
    return said.detail ?? said.title ?? response.status;
  } catch {
    return response.status;
  }
}

export function cell(text, kind = '', second = '') {
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

/** A moment in the reader's own language and time. */
export function showTime(text) {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(new Date(text));
}

/** Bytes in the unit that fits. */
export function showBytes(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(currentLanguage(), { style: 'unit', unit: units[power], maximumFractionDigits: power > 1 ? 1 : 0 }).format(bytes / 1000 ** power);
}

let hasButton = false;

/** Puts the page into the current language; the button changes it before who else listens to it is told. */
export function showLanguage() {
  const button = document.getElementById('language');
  if (!hasButton) {
    hasButton = true;
    button.addEventListener('click', () => switchLanguage(), { capture: true });
  }
  translatePage();
  button.textContent = word('language');
  button.lang = currentLanguage() === 'en' ? 'zh-CN' : 'en';
}
