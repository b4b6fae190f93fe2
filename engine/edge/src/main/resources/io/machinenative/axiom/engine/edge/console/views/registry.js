// Records of the registry, a page at a time.

import { invoke } from '../api.js';
import { el, json } from '../dom.js';
import { count, date } from '../format.js';
import { every } from '../live.js';
import { Table } from '../table.js';

const PAGE = 25;
const KINDS = ['', 'tool', 'service', 'plugin', 'resource', 'workflow', 'schema', 'configuration'];

const keyOf = (record) => `${record.kind}/${record.name}@${record.version}${record.instance ? `/${record.instance}` : ''}`;

function view(state, chosen) {
  let cursors = [''];
  let query = {};
  let asked = 0;
  const filter = el('input', { type: 'search', placeholder: 'Beginning of a word (/)', 'aria-label': 'Beginning of a word of the name or title', oninput: again });
  const kind = el('select', { 'aria-label': 'Kind', onchange: again }, KINDS.map((one) => el('option', { value: one }, one || 'all kinds')));
  const sort = el('select', { 'aria-label': 'Order', onchange: again }, ['name', 'registered-at', 'updated-at', 'status'].map((one) => el('option', { value: one }, `by ${one.replace('-', ' ')}`)));
  const counts = el('p.hint', { role: 'status' });
  const back = el('button', { type: 'button', onclick: () => { cursors.pop(); load(); } }, 'Previous');
  const next = el('button', { type: 'button', onclick: () => { cursors.push(next.dataset.cursor); load(); } }, 'Next');
  const table = new Table({
    label: 'Records', id: keyOf, sort: 'name', empty: 'No record fits.',
    open: (record) => state.go(`registry/${encodeURIComponent(keyOf(record))}`),
    columns: [
      { key: 'name', label: 'Name', grow: true, cell: (record) => record.name + (record.instance ? ` / ${record.instance}` : '') },
      { key: 'kind', label: 'Kind' },
      { key: 'version', label: 'Version', wide: true },
      { key: 'status', label: 'Status', cell: (record) => badge(record.status) },
      { key: 'health', label: 'Health', wide: true },
      { key: 'updatedAtMs', label: 'Changed', number: true, wide: true, cell: (record) => date(record.updatedAtMs) },
    ],
  });
  const detail = el('div.detail', null, el('p.empty', null, 'Choose a record.'));
  const node = el('div.split', null,
    el('div', null, el('p.filter', null, filter, kind, sort), table.node, el('p.buttons', null, back, next, counts)), detail);

  let timer = null;
  function again() {
    clearTimeout(timer);
    timer = setTimeout(() => { cursors = ['']; load(); }, 150);
  }

  async function load() {
    if (!state.may('registry.query')) {
      counts.textContent = 'You may not query the registry.';
      return;
    }
    const mine = ++asked;
    query = { limit: PAGE, sort: sort.value };
    if (kind.value) query.kind = kind.value;
    if (filter.value.trim()) query.textPrefix = filter.value.trim().toLowerCase();
    if (cursors.at(-1)) query.cursor = cursors.at(-1);
    const page = await state.attempt(() => invoke('registry.query', query));
    if (!page || mine !== asked) return;
    table.update(page.records);
    const first = (cursors.length - 1) * PAGE + 1;
    counts.textContent = page.records.length ? `${first} to ${first + page.records.length - 1} of ${count(page.total)}, revision ${page.revision}` : `none of ${count(page.total)}`;
    back.disabled = cursors.length === 1;
    next.disabled = !page.next;
    next.dataset.cursor = page.next ?? '';
  }

  async function open(key) {
    node.classList.toggle('opened', !!key);
    if (!key) {
      detail.replaceChildren(el('p.empty', null, 'Choose a record.'));
      return;
    }
    const found = await state.attempt(() => invoke('registry.get', { key }));
    if (!found) return;
    detail.replaceChildren(el('article', null,
      el('p.back', null, el('a', { href: '#/registry' }, '← All records')),
      el('h2', { tabindex: '-1' }, key),
      found.found ? json(found.record) : el('p.empty', null, 'It is not there any more.')));
    detail.querySelector('h2').focus();
  }

  const close = every(5000, load);
  if (chosen) open(chosen);
  return { node, open, close, onTools: load };
}

const badge = (text) => el('span', { class: `badge ${text === 'active' ? 'good' : text === 'failed' ? 'bad' : ''}` }, text);

export const registry = { id: 'registry', title: 'Registry', view };
