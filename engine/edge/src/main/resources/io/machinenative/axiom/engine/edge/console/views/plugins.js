// Plugins: their state, and, for who may, what can be done with them.

import { invoke } from '../api.js';
import { ask, el } from '../dom.js';
import { base64 } from '../form.js';
import { bytes, exact } from '../format.js';
import { every } from '../live.js';
import { Table } from '../table.js';

const STATES = { serving: 'good', ready: 'good', trial: 'warn', draining: 'warn', waiting: 'warn', quarantined: 'bad', failed: 'bad', disabled: 'off', stopped: 'off' };

function view(state, chosen) {
  let all = [];
  let opened = chosen;
  const table = new Table({
    label: 'Plugins',
    id: (plugin) => (onTrial(plugin) ? `${plugin.id} on trial` : plugin.id),
    sort: 'id',
    empty: 'There is no plugin, or you may not see them.',
    open: (plugin) => state.go(`plugins/${plugin.id}`),
    columns: [
      { key: 'id', label: 'Plugin', grow: true },
      { key: 'version', label: 'Version', whole: true },
      { key: 'state', label: 'State', cell: (plugin) => badge(plugin.state.toLowerCase()) },
      { key: 'calls', label: 'Calls', number: true, cell: (plugin) => exact(plugin.calls) },
      { key: 'faults', label: 'Faults', number: true, cell: (plugin) => exact(plugin.faults) },
      { key: 'inFlight', label: 'In flight', number: true, wide: true },
      { key: 'memoryBytes', label: 'Memory', number: true, wide: true, cell: (plugin) => bytes(plugin.memoryBytes) },
      { key: 'threads', label: 'Threads', number: true, wide: true },
    ],
  });
  const install = el('p.buttons', null);
  const detail = el('div.detail', null);
  const node = el('div.split', null, el('div', null, install, table.node), detail);

  async function load() {
    const tool = state.may('plugins.list') ? 'plugins.list' : 'core.plugins';
    if (!state.may(tool)) return;
    const answer = await state.attempt(() => invoke(tool));
    if (!answer) return;
    all = answer.plugins;
    table.update(all);
    drawDetail();
  }

  async function change(verb, plugin, text) {
    if (await ask(`${text} ${plugin.id} ${plugin.version}?`, [el('p', null, `This calls plugins.${verb}. ${plugin.inFlight ? `${plugin.inFlight} calls are in flight; they end first.` : ''}`)], text, true)) {
      await state.attempt(() => invoke(`plugins.${verb}`, { id: plugin.id }), `${text}: ${plugin.id} – done`);
      await state.refreshTools();
      await load();
    }
  }

  async function put(plugin) {
    const file = el('input', { type: 'file', id: 'jar', accept: '.jar', required: true });
    const signature = el('input', { type: 'text', id: 'signature', autocomplete: 'off' });
    const yes = await ask(plugin ? `Swap ${plugin.id} ${plugin.version}` : 'Install a plugin', [
      el('p.field', null, el('label', { for: 'jar' }, plugin ? 'Jar of the version that takes over' : 'Jar'), file),
      el('p.field', null, el('label', { for: 'signature' }, 'Signature, if this server asks for one'), signature)], plugin ? 'Swap' : 'Install', !!plugin);
    if (!yes || !file.files[0]) return;
    const jar = await base64(file.files[0]);
    const done = await state.attempt(() => invoke('plugins.install', { jar, signature: signature.value.trim(), swap: !!plugin }));
    if (done) state.attempt(async () => {}, `${done.id} ${done.from ? `${done.from} → ` : ''}${done.to} serves`);
    await state.refreshTools();
    await load();
  }

  function actions(plugin, trial) {
    const kept = !trial && (plugin.sha256 || plugin.state === 'disabled' || plugin.state === 'waiting'); // its file is in the folder
    const button = (verb, text, fits, work) => (fits && state.may(`plugins.${verb}`)
      ? el('button', { type: 'button', 'data-verb': text.toLowerCase(), onclick: work ?? (() => change(verb, plugin, text)) }, text) : null);
    return [
      button('promote', 'Promote', trial, () => change('promote', trial, 'Promote')),
      button('abort', 'Abort', trial, () => change('abort', trial, 'Abort')),
      button('install', 'Swap', kept, () => put(plugin)),
      button('rollback', 'Roll back', kept && plugin.previous),
      button('enable', 'Enable', plugin.state === 'disabled'),
      button('disable', 'Disable', kept && plugin.state !== 'disabled'),
      button('remove', 'Remove', kept),
    ].filter(Boolean);
  }

  function drawDetail() {
    const plugin = all.find((one) => one.id === opened && !onTrial(one));
    const trial = all.find((one) => one.id === opened && onTrial(one));
    node.classList.toggle('opened', !!plugin);
    if (!plugin) {
      detail.replaceChildren(el('p.empty', null, 'Choose a plugin.'));
      detail.dataset.shown = '';
      return;
    }
    const shown = JSON.stringify([plugin, trial, state.epoch]);
    if (detail.dataset.shown === shown) return;
    detail.dataset.shown = shown;
    const focused = detail.contains(document.activeElement) ? document.activeElement.dataset.verb : null;
    const metrics = Object.entries(plugin.metrics ?? {});
    detail.replaceChildren(el('article', null,
      el('p.back', null, el('a', { href: '#/plugins' }, '← All plugins')),
      el('h2', { tabindex: '-1' }, plugin.id, ' ', el('small', null, plugin.version)),
      el('p', null, badge(plugin.state.toLowerCase()), ' ', plugin.description),
      plugin.problem || plugin.sick ? el('p.wrong', null, plugin.problem || plugin.sick) : null,
      el('p.buttons', null, actions(plugin, trial), state.may('plugins.logs') ? el('button', { type: 'button', 'data-verb': 'log', onclick: () => showLog(plugin) }, 'Log') : null),
      el('dl.facts', null,
        fact('Tools', plugin.tools.length ? plugin.tools.flatMap((tool) => [el('a', { href: `#/tools/${tool}` }, tool), ' ']) : 'none'),
        fact('Depends on', plugin.dependencies.join(', ') || 'nothing'),
        fact('Calls', `${exact(plugin.calls)}, ${exact(plugin.faults)} faults, ${plugin.inFlight} in flight`),
        trial ? fact('On trial', `${trial.version}: ${exact(trial.calls)} calls, ${exact(trial.faults)} faults, ${trial.inFlight} in flight`) : null,
        fact('Holds', `${bytes(plugin.memoryBytes)}, ${plugin.threads} threads`),
        fact('Before it', plugin.previous || 'no version that could come back'),
        fact('From', plugin.origin),
        plugin.signer ? fact('Signed by', plugin.signer) : null,
        plugin.sha256 ? fact('SHA-256', el('code', null, plugin.sha256)) : null,
        metrics.map(([name, value]) => fact(name, exact(value)))),
      el('div', { id: 'plugin-log' })));
    if (focused) detail.querySelector(`[data-verb="${focused}"]`)?.focus();
  }

  async function showLog(plugin) {
    const answer = await state.attempt(() => invoke('plugins.logs', { id: plugin.id, lines: 200 }));
    if (answer) detail.querySelector('#plugin-log').replaceChildren(el('h3', null, 'Log'), answer.entries.length ? el('pre.code', { tabindex: '0' }, answer.entries.join('\n')) : el('p.empty', null, 'It has logged nothing.'));
  }

  function onTools() {
    install.replaceChildren(...(state.may('plugins.install') ? [el('button', { type: 'button', onclick: () => put(null) }, 'Install…')] : []));
    drawDetail();
  }

  onTools();
  const close = every(1000, load);
  return { node, close, onTools, open: (id) => { opened = id; drawDetail(); detail.querySelector('h2')?.focus(); } };
}

const onTrial = (plugin) => plugin.state.toLowerCase() === 'trial';

const badge = (text) => el('span', { class: `badge ${STATES[text] ?? ''}` }, text);

const fact = (name, value) => [el('dt', null, name), el('dd', null, value)];

export const plugins = { id: 'plugins', title: 'Plugins', view };
