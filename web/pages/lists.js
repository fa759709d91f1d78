// The lists of the lifecycle page: where their rows come from, what is shown of each, what may be done with it.

import { cell, get, showBytes, showTime } from './keep.js';
import { word } from './words.js';

const API = '/api/lifecycle';

/** What a decision is about: as a search would show it to who may read it, else by its UID. */
function study(decision) {
  const said = [showDate(decision.studyDate), decision.modalities, decision.description].filter(Boolean).join(' · ');
  const part = decision.sopInstanceUid ? word('oneInstance') : decision.seriesInstanceUid ? word('oneSeries') : '';
  return cell(said || decision.studyInstanceUid, '', [said ? decision.studyInstanceUid : '', part].filter(Boolean).join(' · '));
}

const showDate = text => (/^\d{8}$/.test(text ?? '') ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text);

const who = decision => cell(decision.who, '', showTime(decision.at));

const why = decision => cell(decision.reason ? word(`reason-${decision.reason}`, decision.reasonMeaning) : decision.why, '', decision.reason ? decision.why : '');

const scopeOf = decision => ({
  study: decision.studyInstanceUid,
  ...decision.seriesInstanceUid && { series: decision.seriesInstanceUid },
  ...decision.sopInstanceUid && { instances: [decision.sopInstanceUid] },
});

const about = decision => word('aboutDecision', decision.instances) + ` ${decision.studyInstanceUid}`;

function state(decision) {
  const last = decision.answers?.at(-1);
  const second = decision.expiresAt ? word('expires', showTime(decision.expiresAt)) : last ? `${last.who} · ${showTime(last.at)}${last.why ? ` · ${last.why}` : ''}` : '';
  return cell(word(`state-${decision.status}`), ['refused', 'expired', 'requested'].includes(decision.status) ? 'bad' : '', second);
}

const RESTORE = { name: 'restore', path: () => `${API}/restore`, body: scopeOf, about };
const PURGE = { name: 'requestPurge', path: () => `${API}/purges`, body: scopeOf, about };
const RELEASE = { name: 'release', path: hold => `${API}/holds/${hold.number}/release`, about };
const HOLD = { name: 'hold', path: () => `${API}/holds`, asksStudy: true, asksUntil: true };
const APPROVE = { name: 'approve', path: purge => `${API}/purges/${purge.number}/approve`, about, needsWhy: false };
const REFUSE = { name: 'refuse', path: purge => `${API}/purges/${purge.number}/refuse`, about };

export const LISTS = {
  rejected: {
    path: `${API}/rejected`,
    rows: answer => answer.decisions,
    columns: ['study', 'reason', 'who', 'instancesNumber', 'sizeNumber', 'outcome', 'todo'],
    cells: one => [study(one), why(one), who(one), cell(`${one.stillRejected} / ${one.instances}`, 'number'), cell(showBytes(one.stillRejectedBytes), 'number'), state(one)],
    actions: one => (one.stillRejected > 0 ? [RESTORE, PURGE] : []),
  },
  holds: {
    path: `${API}/holds?all=true`,
    rows: answer => answer.decisions,
    columns: ['study', 'reason', 'who', 'until', 'outcome', 'todo'],
    cells: one => [study(one), why(one), who(one), cell(one.until ? showTime(one.until) : word('unlimited')), state(one)],
    actions: one => (one.status === 'held' ? [RELEASE] : []),
    start: HOLD,
  },
  purges: {
    path: `${API}/purges?all=true`,
    rows: answer => answer.decisions,
    columns: ['study', 'reason', 'who', 'instancesNumber', 'sizeNumber', 'outcome', 'todo'],
    cells: one => [study(one), why(one), who(one), cell(one.instances, 'number'), cell(showBytes(one.bytes), 'number'), state(one)],
    actions: one => (one.status === 'requested' ? [APPROVE, REFUSE] : []),
  },
  certificates: {
    path: `${API}/certificates`,
    rows: answer => answer.certificates,
    columns: ['numberNumber', 'issued', 'study', 'instancesNumber', 'sizeNumber', 'requestedBy', 'approvedBy', 'todo'],
    cells: one => [
      cell(one.number, 'number'), cell(showTime(one.issuedAt), 'date'), cell(one.studyInstanceUid, '', `SHA-256 ${one.sha256}`), cell(one.instances, 'number'),
      cell(showBytes(one.bytes), 'number'), cell(one.requestedBy), cell(one.approvedBy, one.twoPersons ? '' : 'bad', one.twoPersons ? '' : word('onePerson')),
    ],
    actions: one => [{ name: 'print', href: `${API}/certificates/${one.number}` }],
    figures: async () => {
      const chain = await get(`${API}/certificates/chain`);
      return said => [['chain', said(chain.isWhole ? 'chainWhole' : 'chainBroken'), !chain.isWhole], ['certificates', chain.certificates]];
    },
  },
  sites: {
    path: '/api/sites',
    rows: answer => answer.sites,
    columns: ['site', 'studiesNumber', 'instancesNumber', 'sizeNumber', 'quotaNumber', 'outcome'],
    cells: one => [
      cell(one.site || word('noSite')), cell(one.studies, 'number'), cell(one.instances, 'number'), cell(showBytes(one.bytes), 'number'), quota(one),
      cell(word(`quota-${one.state}`), /^(Full|Over)/i.test(one.state) ? 'bad' : ''),
    ],
  },
  tiers: {
    path: '/api/tiers',
    figures: async answer => said => [
      ['warm', !answer.warm.isOn ? said('none') : answer.warm.trouble ?? said('bundlesIn', answer.warm.bundles), answer.warm.isOn ? Boolean(answer.warm.trouble) : undefined],
      ['moved', showBytes(answer.warm.movedBytes)],
      ['cache', showBytes(answer.cache.bytes) + ` / ${showBytes(answer.cache.maxBytes)}`],
      ['replica', !answer.replica.isOn ? said('none') : answer.replica.trouble ?? (answer.replica.lag > 0 ? said('behind', answer.replica.lag) : said('caughtUp')), answer.replica.isOn ? Boolean(answer.replica.trouble) : undefined],
      ['copied', showBytes(answer.replica.copiedBytes)],
    ],
  },
};

function quota(site) {
  const bounds = [site.maxBytes && showBytes(site.maxBytes), site.maxObjects && `${site.maxObjects} ${word('instances')}`].filter(Boolean);
  const warns = [site.warnBytes && showBytes(site.warnBytes), site.warnObjects && `${site.warnObjects} ${word('instances')}`].filter(Boolean);
  return cell(bounds.join(', ') || '–', 'number', warns.length ? word('warnsAt', warns.join(', ')) : '');
}
