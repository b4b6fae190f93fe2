// The console: sections, keys, theme, and what all sections share.

import { invoke, isSignedIn, listTools, Problem, signIn, signOut } from './api.js';
import { announce, el, show } from './dom.js';
import { interval } from './figures.js';
import { every, pause, refreshNow } from './live.js';
import { log } from './views/log.js';
import { overview } from './views/overview.js';
import { pipelines } from './views/pipelines.js';
import { plugins } from './views/plugins.js';
import { registry } from './views/registry.js';
import { sessions } from './views/sessions.js';
import { tools } from './views/tools.js';

const SECTIONS = [overview, tools, plugins, pipelines, registry, sessions, log];
const POINTS = 300;
const THEMES = ['system', 'light', 'dark'];
const LOOK_AT_TOOLS_MS = 5000;

/** What sections share: the tools that may be called, the last numbers, and the points of the plots. */
const state = {
  tools: new Map(),
  stats: null,
  points: [],
  epoch: -1,
  toolsAt: 0,
  may: (name) => state.tools.has(name),
  go: (path) => { location.hash = `#/${path}`; },
  notice,
  attempt,
  refreshTools,
};

const main = document.getElementById('main');
const pauseButton = document.getElementById('pause');
let current = null;

// ── sections ─────────────────────────────────────────────────────────────────

const links = SECTIONS.map((section, i) =>
  el('a', { href: `#/${section.id}`, title: `${section.title} (${i + 1})` }, section.title));
document.getElementById('sections').append(...links);

function route() {
  const [id, ...rest] = location.hash.replace(/^#\//, '').split('/');
  const section = SECTIONS.find((one) => one.id === id) ?? SECTIONS[0];
  const detail = decodeURIComponent(rest.join('/'));
  links.forEach((link, i) => {
    if (SECTIONS[i] === section) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  if (current?.section === section && current.view.open) {
    current.view.open(detail);
    return;
  }
  current?.view.close?.();
  const heading = el('h1', { tabindex: '-1' }, section.title);
  const area = el('section', { id: section.id, 'aria-label': section.title }, heading);
  main.replaceChildren(area);
  document.title = `${section.title} – Axiom console`;
  const view = section.view(state, detail);
  area.append(view.node);
  current = { section, view };
}

// ── what is asked all the time ───────────────────────────────────────────────

async function refreshTools() {
  const listed = await listTools();
  state.tools = listed.tools;
  state.epoch = listed.epoch;
  state.toolsAt = performance.now();
  current?.view.onTools?.();
}

async function refresh() {
  try {
    if (state.epoch < 0) await refreshTools();
    if (state.may('core.stats')) await refreshStats();
    else status('ready', 'read by name');
    const stale = state.stats ? state.stats.catalogueEpoch !== state.epoch : true;
    if (stale && performance.now() - state.toolsAt > (state.stats ? 0 : LOOK_AT_TOOLS_MS)) await refreshTools();
    notice('');
  } catch (problem) {
    onProblem(problem);
  }
}

async function refreshStats() {
  const now = await invoke('core.stats', { buckets: true });
  const point = state.stats && now.atNs > state.stats.atNs && now.uptimeMs >= state.stats.uptimeMs ? interval(state.stats, now) : null;
  state.stats = now;
  if (point) {
    point.at = Date.now();
    point.p50 = point.latency?.p50;
    point.p99 = point.latency?.p99;
    point.max = point.latency?.max;
    state.points.push(point);
    if (state.points.length > POINTS) state.points.shift();
  }
  document.getElementById('server').textContent = now.server;
  const well = now.ready && now.degraded.length === 0;
  status(well ? 'ready' : now.ready ? 'degraded' : now.phase, [...now.reasons, ...now.degraded].join('\n'));
  current?.view.onStats?.();
}

function status(text, title) {
  const badge = document.getElementById('phase');
  badge.textContent = text;
  badge.title = title;
  badge.className = `badge ${text === 'ready' ? 'good' : text === 'degraded' ? 'warn' : 'bad'}`;
}

function onProblem(problem) {
  if (!(problem instanceof Problem)) throw problem;
  if (problem.status === 0) status('no answer', problem.message);
  notice(problem.status === 401 ? 'This server shows nothing without a token.' : `${problem.name}: ${problem.message}`);
}

function notice(text) {
  const box = document.getElementById('notice');
  if (box.textContent !== text) box.textContent = text;
  box.hidden = text === '';
}

/** Does something that the server may refuse; says so if it does. Gives its answer, or undefined. */
async function attempt(work, done) {
  try {
    const answer = await work();
    if (done) announce(done);
    return answer;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    announce(`${problem.name}: ${problem.message}`, true);
    return undefined;
  }
}

// ── theme, pause, keys ───────────────────────────────────────────────────────

function applyTheme() {
  const theme = localStorage.getItem('axiom-theme') ?? 'system';
  document.documentElement.dataset.theme = theme;
  document.getElementById('theme').textContent = { system: 'Auto', light: 'Light', dark: 'Dark' }[theme];
}

function nextTheme() {
  const theme = localStorage.getItem('axiom-theme') ?? 'system';
  localStorage.setItem('axiom-theme', THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
  applyTheme();
}

function togglePause() {
  const yes = pauseButton.getAttribute('aria-pressed') !== 'true';
  pauseButton.setAttribute('aria-pressed', String(yes));
  pauseButton.textContent = yes ? 'Paused' : 'Pause';
  pause(yes);
}

const KEYS = [
  ...SECTIONS.map((section, i) => [String(i + 1), section.title, () => state.go(section.id)]),
  ['/', 'Go to the filter', () => main.querySelector('input[type=search]')?.focus()],
  ['l', 'Go to the list', firstRow],
  ['p', 'Pause or go on', togglePause],
  ['t', 'Light, dark, or as the system has it', nextTheme],
  ['?', 'These shortcuts', help],
];

function firstRow() {
  main.querySelector('tbody tr[tabindex="0"]')?.focus();
}

function help() {
  if (document.querySelector('dialog[open]')) return;
  const rows = [...KEYS, ['↑ ↓', 'In a list: the row above, below'], ['Enter ↓', 'In a filter: to the list'], ['Enter', 'Open the row'], ['Escape', 'Leave the filter, close what is open'], ['Ctrl Enter', 'In a form: call the tool']];
  show('Keyboard shortcuts',
    el('dl.keys', null, rows.map(([key, what]) => [el('dt', null, el('kbd', null, key)), el('dd', null, what)])),
    isSignedIn() ? el('p', null, el('button', { type: 'button', onclick: () => { signOut(); location.reload(); } }, 'Sign out')) : null);
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input,textarea,select');
  if (event.key === 'Escape' && typing && !event.target.closest('dialog')) {
    if (typing.type === 'search' && typing.value) { typing.value = ''; typing.dispatchEvent(new Event('input')); }
    else typing.blur();
    return;
  }
  if (typing?.type === 'search' && (event.key === 'ArrowDown' || event.key === 'Enter')) {
    event.preventDefault();
    firstRow();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const found = KEYS.find(([key]) => key === event.key);
  if (found) {
    event.preventDefault();
    found[2]();
  }
});

document.getElementById('signin').addEventListener('click', async () => { if (await signIn()) refreshNow(); });
document.getElementById('help').addEventListener('click', help);
document.getElementById('theme').addEventListener('click', nextTheme);
pauseButton.addEventListener('click', togglePause);
addEventListener('hashchange', route);

applyTheme();
route();
every(1000, refresh);
