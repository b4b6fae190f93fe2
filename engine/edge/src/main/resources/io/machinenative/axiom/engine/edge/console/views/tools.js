// The tools that may be called, and a form to try one.

import { call } from '../api.js';
import { code, el } from '../dom.js';
import { bytes } from '../format.js';
import { SchemaForm } from '../form.js';
import { Table } from '../table.js';

const TEXT = 'text/plain', JSON_TYPE = 'application/json', BYTES = 'application/octet-stream';

function view(state, chosen) {
  const filter = el('input', { type: 'search', placeholder: 'Filter by name or text (/)', 'aria-label': 'Filter tools', oninput: list });
  const found = el('span.count', { role: 'status' });
  const table = new Table({
    label: 'Tools',
    id: (tool) => tool.name,
    sort: 'name',
    empty: 'No tool has that in its name or description.',
    open: (tool) => state.go(`tools/${tool.name}`),
    columns: [
      { key: 'name', label: 'Tool', grow: true },
      { key: 'title', label: 'Title', wide: true },
      { key: 'mode', label: 'Runs', wide: true },
      { key: 'hints', label: '', cell: (tool) => hints(tool), value: (tool) => (tool.readOnly ? 'r' : tool.destructive ? 'd' : '') },
    ],
  });
  const detail = el('div.detail', { 'aria-live': 'off' });
  const node = el('div.split', null,
    el('div', null, el('p.filter', null, filter, found), table.node), detail);

  function list() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (tool) => words.every((word) => `${tool.name} ${tool.title} ${tool.description}`.toLowerCase().includes(word));
    const tools = [...state.tools.values()].filter(fits);
    found.textContent = `${tools.length} of ${state.tools.size}`;
    table.update(tools);
  }

  function open(name) {
    const tool = state.tools.get(name);
    node.classList.toggle('opened', !!tool);
    if (tool) {
      detail.replaceChildren(trial(tool, state));
      detail.querySelector('h2').focus();
    } else {
      detail.replaceChildren(el('p.empty', null, name && state.tools.size ? `There is no tool ${name} for you.` : 'Choose a tool to see what it takes, and to try it.'));
    }
  }

  function onTools() {
    list();
    const shown = detail.querySelector('[data-tool]');
    const tool = shown && state.tools.get(shown.dataset.tool);
    if (!shown || !tool || tool.version !== shown.dataset.version) open(decodeURIComponent(location.hash.split('/')[2] ?? ''));
  }

  list();
  open(chosen);
  return { node, open, onTools };
}

const hints = (tool) => el('span.hints', null,
  tool.readOnly ? el('span.badge', { title: 'changes nothing' }, 'reads') : null,
  tool.destructive && !tool.readOnly ? el('span.badge.warn', { title: 'may remove or replace something' }, 'changes') : null);

function trial(tool, state) {
  const asJson = tool.accepts.includes(JSON_TYPE);
  const schema = tool.inputSchema ?? { type: 'object', additionalProperties: true };
  const form = asJson && tool.inputSchema ? new SchemaForm(schema) : null;
  const rawBox = el('textarea.raw', { rows: 8, spellcheck: 'false', 'aria-label': asJson ? 'Arguments as JSON' : 'Payload' });
  const rawWrong = el('p.wrong', { role: 'alert' });
  const toggle = el('input', { type: 'checkbox', id: 'raw', onchange: switchForm });
  const run = el('button.primary', { type: 'submit' }, 'Call');
  const stop = el('button', { type: 'button', hidden: true, onclick: () => current?.abort() }, 'Stop');
  const result = el('div.result', { 'aria-live': 'polite', id: 'result' });
  let current = null;
  rawBox.value = asJson ? '{}' : '';
  rawBox.hidden = !!form;

  function switchForm() {
    rawWrong.textContent = '';
    if (toggle.checked) {
      rawBox.value = JSON.stringify(form.read() ?? {}, null, 2);
    } else {
      try {
        form.write(JSON.parse(rawBox.value || '{}'));
      } catch (fault) {
        rawWrong.textContent = `This is no JSON: ${fault.message}`;
        toggle.checked = true;
        return;
      }
    }
    rawBox.hidden = !toggle.checked;
    form.node.hidden = toggle.checked;
  }

  function body() {
    rawWrong.textContent = '';
    if (!asJson) return rawBox.value;
    if (form && !toggle.checked) {
      const value = form.read();
      return value === null ? null : JSON.stringify(value);
    }
    try {
      JSON.parse(rawBox.value || '{}');
      return rawBox.value || '{}';
    } catch (fault) {
      rawWrong.textContent = `This is no JSON: ${fault.message}`;
      rawBox.focus();
      return null;
    }
  }

  async function submit(event) {
    event?.preventDefault();
    const sent = body();
    if (sent === null || current) return;
    current = new AbortController();
    run.disabled = true;
    stop.hidden = false;
    result.replaceChildren(el('p.hint', null, 'Calling…'));
    const began = performance.now();
    try {
      const type = asJson ? JSON_TYPE : tool.accepts.includes(TEXT) ? TEXT : BYTES;
      const answer = await call(tool.name, sent, type, current.signal);
      const content = await answer.arrayBuffer();
      await showResult(result, answer, content, performance.now() - began);
    } catch (problem) {
      const stopped = problem.name === 'AbortError';
      result.replaceChildren(el('p', null, el('span.badge.bad', null, stopped ? 'stopped' : problem.name), ' ', stopped ? 'You stopped the call.' : problem.message));
    } finally {
      current = null;
      run.disabled = false;
      stop.hidden = true;
    }
  }

  const fields = el('form', {
    novalidate: true, onsubmit: submit,
    onkeydown: (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event); },
  },
  form?.node, rawBox, rawWrong,
  el('p.buttons', null, run, stop, form ? el('label.inline', { for: 'raw' }, toggle, ' as JSON') : null));

  return el('article', { 'data-tool': tool.name, 'data-version': tool.version },
    el('p.back', null, el('a', { href: '#/tools' }, '← All tools')),
    el('h2', { tabindex: '-1' }, tool.name, ' ', el('small', null, tool.version)),
    el('p', null, tool.description || tool.title, ' ', hints(tool)),
    fields, result,
    el('details', null, el('summary', null, 'Schemas, and the same call by curl'),
      el('h3', null, 'Call'), curl(tool, asJson),
      tool.inputSchema ? [el('h3', null, 'Takes'), code(JSON.stringify(tool.inputSchema, null, 2))] : null,
      tool.outputSchema ? [el('h3', null, 'Gives'), code(JSON.stringify(tool.outputSchema, null, 2))] : null));
}

function curl(tool, asJson) {
  const address = new URL(tool.invoke.replace(/^\//, ''), new URL('.', document.baseURI));
  const type = asJson ? JSON_TYPE : tool.accepts[0];
  return el('pre.code', { tabindex: '0' }, `curl -s ${address} -H 'Content-Type: ${type}' -d '${asJson ? '{}' : 'text'}'`);
}

async function showResult(result, answer, content, tookMs) {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  const good = answer.ok;
  let shown;
  let name = `${answer.status} ${good ? 'OK' : answer.statusText}`;
  if (type.endsWith('json')) {
    const text = new TextDecoder().decode(content);
    const value = parse(text);
    if (!good && value?.name) name = `${answer.status} ${value.name}`;
    shown = [
      good ? null : el('p.wrong', null, value?.detail ?? ''),
      code(value === undefined || content.byteLength > 500_000 ? text : JSON.stringify(value, null, 2)),
    ];
  } else if (type.startsWith('text/')) {
    shown = code(new TextDecoder().decode(content));
  } else {
    const link = el('a', { download: 'result.bin', href: URL.createObjectURL(new Blob([content])) }, `Save ${bytes(content.byteLength)}`);
    shown = el('p', null, link);
  }
  result.replaceChildren(
    el('p.outcome', null, el('span', { class: `badge ${good ? 'good' : 'bad'}` }, name),
      el('span', null, `${tookMs < 10 ? tookMs.toFixed(1) : tookMs.toFixed(0)} ms`), el('span', null, bytes(content.byteLength)), el('span', null, type)),
    ...[shown].flat().filter(Boolean));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const tools = { id: 'tools', title: 'Tools', view };
