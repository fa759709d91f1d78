// Asks for what a decision needs, sends it, and says why it was refused.

import { problem } from './keep.js';
import { word } from './words.js';

const at = id => document.getElementById(id);

/** Opens the dialog; true once the server has taken the decision, false when the reader gave up. */
export function ask(action, item) {
  const [dialog, form] = [at('ask'), at('answer')];
  form.reset();
  at('question').textContent = word(`${action.name}Ask`);
  at('about').textContent = item ? action.about?.(item) ?? '' : '';
  at('studyField').hidden = !action.asksStudy;
  at('untilField').hidden = !action.asksUntil;
  at('confirm').textContent = word(action.name);
  at('refusal').textContent = '';
  form.elements.study.required = Boolean(action.asksStudy);
  form.elements.why.required = action.needsWhy !== false;
  return new Promise(done => {
    const over = new AbortController();
    const finish = isDone => {
      over.abort();
      dialog.close();
      done(isDone);
    };
    form.addEventListener('submit', async event => {
      event.preventDefault();
      at('confirm').disabled = true;
      const refused = await send(action, item, Object.fromEntries(new FormData(form)));
      at('confirm').disabled = false;
      if (refused === null) finish(true);
      else at('refusal').textContent = word('refused', refused);
    }, { signal: over.signal });
    at('cancel').addEventListener('click', () => finish(false), { signal: over.signal });
    dialog.addEventListener('cancel', event => {
      event.preventDefault();
      finish(false);
    }, { signal: over.signal });
    dialog.showModal();
  });
}

/** Null when it was taken, else why not. */
async function send(action, item, values) {
  const body = { ...action.body?.(item), why: values.why.trim() };
  if (action.asksStudy) body.study = values.study.trim();
  if (action.asksUntil && values.until) body.until = `${values.until}T23:59:59Z`;
  try {
    const response = await fetch(action.path(item), { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) });
    return response.ok ? null : await problem(response);
  } catch (error) {
    return error.message;
  }
}
