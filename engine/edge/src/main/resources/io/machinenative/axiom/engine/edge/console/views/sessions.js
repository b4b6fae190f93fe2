// Who is connected.

import { invoke } from '../api.js';
import { el } from '../dom.js';
import { span } from '../format.js';
import { every } from '../live.js';
import { Table } from '../table.js';

function view(state) {
  const filter = el('input', { type: 'search', placeholder: 'Filter by client, caller or address (/)', 'aria-label': 'Filter sessions', oninput: list });
  const counts = el('span.count', { role: 'status' });
  let all = { count: 0, sessions: [] };
  const table = new Table({
    label: 'Sessions', id: (session) => String(session.id), sort: 'id', empty: 'No session fits.',
    columns: [
      { key: 'id', label: 'Session', number: true },
      { key: 'client', label: 'Client', grow: true, cell: (session) => session.client || '–' },
      { key: 'principal', label: 'Caller', cell: (session) => session.principal || '–' },
      { key: 'peer', label: 'From' },
      { key: 'state', label: 'State', wide: true },
      { key: 'inFlight', label: 'In flight', number: true },
      { key: 'waitingReplies', label: 'Replies waiting', number: true, wide: true },
      { key: 'openForMs', label: 'Open for', number: true, cell: (session) => span(session.openForMs) },
      { key: 'silentForMs', label: 'Silent for', number: true, wide: true, cell: (session) => span(session.silentForMs) },
    ],
  });

  function list() {
    const word = filter.value.toLowerCase();
    const found = all.sessions.filter((session) => `${session.client} ${session.peer} ${session.principal ?? ''}`.toLowerCase().includes(word));
    counts.textContent = `${found.length} of ${all.count}`;
    table.update(found);
  }

  async function load() {
    if (!state.may('core.sessions')) {
      counts.textContent = state.epoch < 0 ? '' : 'You may not call core.sessions.';
      return;
    }
    const answer = await state.attempt(() => invoke('core.sessions', { limit: 1000 }));
    if (answer) { all = answer; list(); }
  }

  const close = every(1000, load);
  return { node: el('div', null, el('p.filter', null, filter, counts), table.node), close, onTools: load };
}

export const sessions = { id: 'sessions', title: 'Sessions', view };
