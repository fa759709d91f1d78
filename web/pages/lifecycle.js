// What was decided about what is kept, and what is still to be decided: its state is the URL, its rows come from /api/lifecycle, /api/sites and /api/tiers.

import { get, showLanguage } from './keep.js';
import { ask } from './ask.js';
import { LISTS } from './lists.js';
import { word } from './words.js';

const PAGE = 50;
const at = id => document.getElementById(id);
const show = new URLSearchParams(location.search).get('show');
const name = show in LISTS ? show : 'rejected';
const list = LISTS[name];

let shown = [];
let next = null;
let figures = null;
let problem = null;
let isLoaded = false;

/** Loads the first page, or the one that follows. */
async function load(more = false) {
  at('status').textContent = word('loading');
  try {
    const query = new URLSearchParams({ limit: PAGE });
    if (more) query.set('after', next);
    const answer = await get(list.path.includes('?') ? `${list.path}&${query}` : `${list.path}?${query}`);
    const rows = list.rows ? list.rows(answer) : [];
    shown = more ? shown.concat(rows) : rows;
    next = answer.next ?? null;
    if (list.figures && !more) figures = await list.figures(answer);
    [problem, isLoaded] = [null, true];
  } catch (error) {
    problem = error.message;
  }
  render();
}

function render() {
  at('help').textContent = word(`${name}Help`);
  at('caption').textContent = word(name);
  at('heads').replaceChildren(...(list.columns ?? []).map(head));
  at('rows').replaceChildren(...shown.map(row));
  at('table').hidden = shown.length === 0;
  at('more').hidden = next === null || problem !== null;
  at('figures').hidden = !figures;
  at('figures').replaceChildren(...(figures ? figures(word) : []).map(figure));
  at('new').hidden = !list.start;
  if (list.start) at('new').textContent = word(list.start.name);
  at('status').textContent = problem ? word('failed', problem) : !isLoaded ? word('loading') : !list.columns ? '' : shown.length > 0 ? word(next === null ? 'rowsShown' : 'rowsShownMore', shown.length) : word(`${name}None`);
}

function head(column) {
  const made = document.createElement('th');
  made.scope = 'col';
  made.className = column.endsWith('Number') ? 'number' : '';
  made.textContent = word(column.replace(/Number$/, ''));
  return made;
}

function row(item) {
  const line = document.createElement('tr');
  line.append(...list.cells(item));
  const actions = (list.actions?.(item) ?? []).map(action => button(action, item));
  if (list.actions) {
    const made = document.createElement('td');
    const inner = document.createElement('div');
    inner.className = 'actions';
    inner.append(...actions);
    made.append(inner);
    line.append(made);
  }
  return line;
}

function button(action, item) {
  if (action.href) {
    const link = document.createElement('a');
    link.className = 'open';
    link.href = action.href;
    link.textContent = word(action.name);
    return link;
  }
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = word(action.name);
  made.addEventListener('click', () => decide(action, item));
  return made;
}

async function decide(action, item) {
  if (!await ask(action, item)) return;
  at('done').hidden = false;
  at('done').textContent = word(`${action.name}Done`);
  await load();
}

function figure([key, value, isBad]) {
  const made = document.createElement('div');
  const term = document.createElement('dt');
  const said = document.createElement('dd');
  term.textContent = word(key);
  said.textContent = value;
  if (isBad !== undefined) said.className = isBad ? 'bad' : 'good';
  made.append(term, said);
  return made;
}

for (const link of at('which').children) if (new URL(link.href).searchParams.get('show') === name) link.setAttribute('aria-current', 'true');
at('more').addEventListener('click', () => load(true));
at('new').addEventListener('click', () => decide(list.start, null));
showLanguage();
at('language').addEventListener('click', () => {
  showLanguage();
  at('done').hidden = true;
  render();
});
render();
load();
