// Pipelines: what there is, what runs, what ran.

import { invoke } from '../api.js';
import { ask, el } from '../dom.js';
import { bytes, date, span } from '../format.js';
import { SchemaForm } from '../form.js';
import { every } from '../live.js';
import { Table } from '../table.js';

const OUTCOMES = { running: 'warn', succeeded: 'good', failed: 'bad', cancelled: 'off', 'partly-failed': 'warn' };
const EVERY_RUN = 5;

function view(state, chosen) {
  let opened = chosen;
  let round = 0;
  let known = [];
  const table = new Table({
    label: 'Pipelines', id: (one) => one.name, sort: 'name', empty: 'There is no pipeline.',
    columns: [
      { key: 'name', label: 'Pipeline' },
      { key: 'description', label: '', grow: true, wide: true },
      { key: 'missing', label: 'State', value: (one) => one.error ?? (one.missing ?? []).join(), cell: readiness },
      { key: 'run', label: '', value: () => '', cell: (one) => (state.may('pipeline.run') && !one.error
        ? el('button', { type: 'button', 'aria-label': `Run ${one.name}`, onclick: () => start(one) }, 'Run…') : '') },
    ],
  });
  const runs = new Table({
    label: 'Runs', id: (run) => run.id, sort: 'startedAtMs', empty: 'Nothing ran yet.',
    open: (run) => state.go(`pipelines/${run.id}`),
    columns: [
      { key: 'startedAtMs', label: 'Began', number: true, cell: (run) => date(run.startedAtMs) },
      { key: 'pipeline', label: 'Pipeline', grow: true },
      { key: 'startedBy', label: 'By', wide: true, cell: (run) => run.startedBy ?? '–' },
      { key: 'outcome', label: 'Outcome', cell: (run) => badge(run.outcome) },
      { key: 'elapsedMs', label: 'Took', number: true, cell: (run) => span(run.elapsedMs) },
      { key: 'sourceBytes', label: 'Read', number: true, cell: (run) => bytes(run.sourceBytes) },
      { key: 'sinkBytes', label: 'Written', number: true, wide: true, cell: (run) => bytes(run.sinkBytes) },
    ],
  });
  const detail = el('div.detail', null);
  const node = el('div.split', null,
    el('div', null, el('h2', null, 'Runs'), runs.node, el('h2', null, 'Pipelines'), table.node), detail);

  async function load() {
    if (!state.may('pipeline.status')) return;
    const now = await state.attempt(() => invoke('pipeline.status'));
    if (!now) return;
    if (round++ % EVERY_RUN === 0 || now.running.length !== known.filter((run) => run.outcome === 'running').length) {
      const past = state.may('pipeline.history') ? await state.attempt(() => invoke('pipeline.history', { limit: 50 })) : null;
      known = past?.runs ?? [];
      const list = state.may('pipeline.list') ? await state.attempt(() => invoke('pipeline.list')) : null;
      table.update(list?.pipelines ?? []);
    }
    const live = new Map([...known.map((run) => [run.id, run]), ...now.running.map((run) => [run.id, run])]);
    known = [...live.values()];
    runs.update(known);
    await drawDetail();
  }

  async function start(pipeline) {
    const form = new SchemaForm(schemaOf(pipeline));
    const yes = await ask(`Run ${pipeline.name}`, [el('p', null, pipeline.description), form.node], 'Run');
    const parameters = yes ? form.read() : null;
    if (parameters === null) return;
    const run = await state.attempt(() => invoke('pipeline.run', { name: pipeline.name, parameters }), `${pipeline.name} runs`);
    round = 0;
    if (run) state.go(`pipelines/${run.run}`);
  }

  async function drawDetail() {
    let run = known.find((one) => one.id === opened);
    node.classList.toggle('opened', !!run);
    if (!run) {
      detail.replaceChildren(el('p.empty', null, 'Choose a run to see its stages.'));
      return;
    }
    if (run.outcome !== 'running' && !run.advice && state.may('pipeline.report')) {
      run = (await state.attempt(() => invoke('pipeline.report', { run: run.id }))) ?? run;
    }
    const shown = JSON.stringify(run);
    if (detail.dataset.shown === shown) return;
    detail.dataset.shown = shown;
    detail.replaceChildren(el('article', null,
      el('p.back', null, el('a', { href: '#/pipelines' }, '← All runs')),
      el('h2', { tabindex: '-1' }, run.pipeline, ' ', el('small', null, run.id)),
      el('p', null, badge(run.outcome), ` ${span(run.elapsedMs)}, ${bytes(run.sourceBytes)} read, ${bytes(run.sinkBytes)} written`, run.startedBy ? `, begun by ${run.startedBy}` : ''),
      run.reason ? el('p.wrong', null, run.reason) : null,
      run.outcome === 'running' && state.may('pipeline.cancel')
        ? el('p.buttons', null, el('button', { type: 'button', onclick: () => state.attempt(() => invoke('pipeline.cancel', { run: run.id }), 'The run is told to end') }, 'Cancel')) : null,
      el('ol.stages', null, run.stages.map(stage)),
      (run.advice ?? []).map((one) => el('p.advice', null, el('b', null, one.kind), ' ', one.text))));
  }

  const close = every(1000, load);
  return { node, close, open: (id) => { opened = id; detail.dataset.shown = ''; drawDetail(); } };
}

function readiness(pipeline) {
  if (pipeline.error) return el('span.badge.bad', { title: pipeline.error }, 'wrong');
  const missing = pipeline.missing ?? [];
  return missing.length ? el('span.badge', { title: missing.join('\n') }, 'asks for more') : el('span.badge.good', null, 'ready');
}

/** Parameters of a pipeline, as a schema that a form can be made of. */
function schemaOf(pipeline) {
  const properties = {};
  const required = [];
  for (const parameter of pipeline.parameters ?? []) {
    const type = parameter.type === 'list' ? 'array' : parameter.type;
    properties[parameter.name] = { type, description: parameter.description, ...('default' in parameter ? { default: parameter.default } : {}) };
    if (type === 'array') properties[parameter.name].items = { type: 'string' };
    if (!('default' in parameter)) required.push(parameter.name);
  }
  return { type: 'object', properties, required };
}

function stage(one) {
  const total = Math.max(1, one.busyMs + one.readWaitMs + one.writeWaitMs);
  return el('li', null,
    el('p', null, el('b', null, one.name), ' ', el('span.hint', null, one.operation), ' ', badge(one.state)),
    el('p.flow', null, `${bytes(one.bytesIn)} in, ${bytes(one.bytesOut)} out, ${span(one.elapsedMs)}`, one.attempts > 1 ? `, ${one.attempts} attempts` : ''),
    el('meter', { min: 0, max: total, value: one.busyMs, 'aria-label': `${one.name} was busy`, title: `busy ${span(one.busyMs)}, waited ${span(one.readWaitMs)} to read and ${span(one.writeWaitMs)} to write` }),
    one.error ? el('p.wrong', null, one.error) : null);
}

const badge = (text) => el('span', { class: `badge ${OUTCOMES[text] ?? ''}` }, text);

export const pipelines = { id: 'pipelines', title: 'Pipelines', view };
