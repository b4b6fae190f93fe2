// The end of the server's log.

import { invoke } from '../api.js';
import { el } from '../dom.js';
import { clock } from '../format.js';
import { every } from '../live.js';

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];
const KEPT = 1000;

function view(state) {
  let lines = [];
  let last = 0;
  let shown = 0;
  const level = el('select', { 'aria-label': 'Lowest level', onchange: draw }, LEVELS.slice(0, 5).map((one) => el('option', { value: one, selected: one === 'info' }, `${one} and above`)));
  const filter = el('input', { type: 'search', placeholder: 'Filter by text (/)', 'aria-label': 'Filter the log', oninput: draw });
  const follow = el('input', { type: 'checkbox', id: 'follow', checked: true });
  const counts = el('span.count', { role: 'status' });
  const list = el('ol.log', { role: 'log', 'aria-label': 'Log', 'aria-live': 'off', tabindex: '0' });

  const fits = (line) => LEVELS.indexOf(line.level) >= LEVELS.indexOf(level.value)
    && `${line.source} ${line.text} ${line.who ?? ''}`.toLowerCase().includes(filter.value.toLowerCase());

  const row = (line) => el('li', { class: `level-${line.level}` },
    el('time', { datetime: new Date(line.epochMs).toISOString() }, clock(line.epochMs)),
    el('span.level', null, line.level), el('span.source', null, line.source), el('span.text', null, line.text, line.who ? el('span.hint', null, ` by ${line.who}`) : null));

  function draw() {
    const found = lines.filter(fits);
    list.replaceChildren(...found.map(row));
    shown = found.length;
    end();
  }

  function add(fresh) {
    lines = [...lines, ...fresh].slice(-KEPT);
    const found = fresh.filter(fits);
    list.append(...found.map(row));
    shown += found.length;
    while (shown > KEPT) { list.firstChild.remove(); shown--; }
    end();
  }

  function end() {
    counts.textContent = `${shown} of ${lines.length} lines`;
    if (follow.checked) list.scrollTop = list.scrollHeight;
  }

  async function load() {
    if (!state.may('core.log')) {
      counts.textContent = state.epoch < 0 ? '' : 'You may not call core.log.';
      return;
    }
    const answer = await state.attempt(() => invoke('core.log', { after: last, limit: KEPT }));
    if (!answer) return;
    if (answer.last < last) { lines = []; last = 0; draw(); return; } // another server: from its beginning
    last = answer.last;
    if (answer.lines.length) add(answer.lines);
    else if (shown === 0) end();
  }

  const close = every(1000, load);
  return {
    node: el('div', null, el('p.filter', null, level, filter, el('label.inline', { for: 'follow' }, follow, ' follow'), counts), list),
    close, onTools: load,
  };
}

export const log = { id: 'log', title: 'Log', view };
