// Calls of this server. Only what any other client may call too.

import { ask, el } from './dom.js';

const TOKEN = 'axiom-token';
const base = new URL('.', document.baseURI);

/** An answer that is no result: an RFC 9457 problem, or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `status ${status}`);
    this.status = status;
    this.name = problem.name || (status === 0 ? 'NO ANSWER' : `HTTP ${status}`);
    this.problem = problem;
  }
}

let asking = null;
let declined = false;

/** Asks for a token, once however many requests were refused; kept for this tab alone. */
function login() {
  if (declined) return Promise.resolve(false);
  asking ??= (async () => {
    const refused = isSignedIn();
    const input = el('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
    const yes = await ask('Sign in', [
      el('p', null, 'This server lets nobody call tools without a token. It is kept until this tab is closed.'),
      refused ? el('p.wrong', { role: 'alert' }, 'The token is not good, or good no longer.') : null,
      el('p.field', null, el('label', { for: 'token' }, 'Token'), input)], 'Sign in');
    const token = input.value.trim();
    if (yes && token) sessionStorage.setItem(TOKEN, token);
    asking = null;
    declined = !yes || token === '';
    document.getElementById('signin').hidden = !declined;
    return !declined;
  })();
  return asking;
}

/** Whether a token is kept. */
export const isSignedIn = () => sessionStorage.getItem(TOKEN) !== null;

/** Asks for a token although it was not given before. */
export function signIn() {
  declined = false;
  return login();
}

export function signOut() {
  sessionStorage.removeItem(TOKEN);
}

async function request(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  let answer;
  try {
    answer = await fetch(new URL(path, base), { ...options, headers, cache: 'no-store', credentials: 'omit' });
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw new Problem(0, { detail: 'the server does not answer' });
  }
  if (answer.status === 401 && (sessionStorage.getItem(TOKEN) !== token || await login())) {
    return request(path, options);
  }
  return answer;
}

async function problemOf(answer) {
  let problem = {};
  try {
    problem = await answer.json();
  } catch {
    problem = { title: answer.statusText };
  }
  return new Problem(answer.status, problem);
}

/** All tools that this caller may call, by name. */
export async function listTools() {
  const tools = new Map();
  let epoch = 0;
  for (let path = 'v1/tools?limit=1000'; path;) {
    const answer = await request(path);
    if (!answer.ok) throw await problemOf(answer);
    const page = await answer.json();
    epoch = page.epoch;
    for (const tool of page.tools) tools.set(tool.name, tool);
    path = page.next?.replace(/^\//, '');
  }
  return { epoch, tools };
}

/**
 * Calls a tool with arguments and gives its JSON.
 * @throws {Problem}
 */
export async function invoke(name, args = {}, signal = undefined) {
  const answer = await call(name, JSON.stringify(args), 'application/json', signal);
  if (!answer.ok) throw await problemOf(answer);
  return answer.json();
}

/** Calls a tool with a body as it is, and gives the answer whatever it is. */
export function call(name, body, contentType, signal) {
  return request(`v1/tools/${encodeURIComponent(name)}:invoke`,
    { method: 'POST', body, headers: { 'Content-Type': contentType }, signal });
}
