// Rate, latency, failures, queues, memory; and the tools that are called.

import { el } from '../dom.js';
import { bytes, count, exact, rate, span, time } from '../format.js';
import { Plot } from '../plot.js';
import { Table } from '../table.js';

const POINTS = 120;

const TILES = [
  ['Calls', (point) => rate(point.calls), (stats) => `${exact(stats.counters.calls)} in all`],
  ['Latency p50', (point) => time(point.p50), (stats, point) => `p99 ${time(point.p99)}`],
  ['Failed', (point) => rate(point.failed), (stats, point) => `${rate(point.refused)} refused`],
  ['In flight', (point) => count(point.inFlight), (stats, point) => `${count(point.waiting)} waiting`],
  ['Sessions', (point, stats) => count(stats.sessions), (stats) => `${count(stats.counters['edge-connections-now'])} by HTTP`],
  ['CPU', (point) => `${point.cpu.toFixed(0)} %`, (stats) => `up ${span(stats.uptimeMs)}`],
  ['Heap', (point) => bytes(point.heap), (stats) => `of ${bytes(stats.memory.heapMax)}`],
];

const PLOTS = [
  { title: 'Calls a second', series: [{ key: 'calls', label: 'calls' }, { key: 'requests', label: 'HTTP requests' }], format: count },
  { title: 'Latency in the server', log: true, series: [{ key: 'p50', label: 'p50' }, { key: 'p99', label: 'p99' }, { key: 'max', label: 'max' }], format: time },
  { title: 'Failures a second', series: [{ key: 'failed', label: 'failed' }, { key: 'refused', label: 'refused' }, { key: 'faults', label: 'faults' }, { key: 'late', label: 'late' }], format: count },
  { title: 'Calls in the server', series: [{ key: 'inFlight', label: 'in flight' }, { key: 'waiting', label: 'in lanes' }, { key: 'blocking', label: 'blocking' }], format: count },
  { title: 'Memory', series: [{ key: 'heap', label: 'heap' }, { key: 'direct', label: 'direct' }], format: bytes, base: 1024 },
  { title: 'CPU', series: [{ key: 'cpu', label: 'of one core' }], format: (value) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} %` },
];

function view(state) {
  const tiles = TILES.map(([label]) => ({ value: el('b', null, '–'), note: el('small', null, ' '), label }));
  const plots = PLOTS.map((options) => new Plot({ ...options, points: POINTS }));
  const table = new Table({
    label: 'Tools that were called',
    id: (tool) => tool.name,
    sort: 'rate',
    empty: 'No tool was called yet.',
    open: (tool) => state.go(`tools/${tool.name}`),
    columns: [
      { key: 'name', label: 'Tool', grow: true },
      { key: 'mode', label: 'Runs', wide: true },
      { key: 'rate', label: 'Calls/s', number: true, cell: (tool) => count(tool.rate) },
      { key: 'calls', label: 'Calls', number: true, wide: true, cell: (tool) => exact(tool.calls) },
      { key: 'failed', label: 'Failed', number: true, cell: (tool) => exact(tool.failed) },
      { key: 'p50', label: 'p50', number: true, value: (tool) => tool.recent?.p50 ?? tool.latency.p50Ns, cell: (tool) => time(tool.recent?.p50 ?? tool.latency.p50Ns) },
      { key: 'p99', label: 'p99', number: true, value: (tool) => tool.recent?.p99 ?? tool.latency.p99Ns, cell: (tool) => time(tool.recent?.p99 ?? tool.latency.p99Ns) },
      { key: 'max', label: 'Max ever', number: true, wide: true, value: (tool) => tool.latency.maxNs, cell: (tool) => time(tool.latency.maxNs) },
    ],
  });
  const absent = el('p.empty', null, 'Waiting for the first numbers…');
  const content = el('div', { hidden: true },
    el('dl.tiles', null, tiles.map((tile) => el('div', null, el('dt', null, tile.label), el('dd', null, tile.value, tile.note)))),
    el('div.plots', null, plots.map((plot) => plot.node)),
    el('h2', null, 'Tools by calls'),
    table.node);

  function onStats() {
    const point = state.points.at(-1);
    if (!point) return;
    absent.hidden = true;
    content.hidden = false;
    TILES.forEach(([, value, note], i) => {
      tiles[i].value.textContent = value(point, state.stats);
      tiles[i].note.textContent = note(state.stats, point);
    });
    plots.forEach((plot) => plot.update(state.points));
    table.update(point.tools);
  }

  function onTools() {
    if (!state.may('core.stats')) absent.textContent = 'You may not call core.stats, which tells these numbers.';
  }

  onStats();
  return { node: el('div', null, absent, content), onStats, onTools };
}

export const overview = { id: 'overview', title: 'Overview', view };
