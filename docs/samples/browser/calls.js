// Calls a tool from a web page, once by fetch and once by WebSocket. The server lets a page of another
// origin do that when its configuration names it: edge.origins: ["http://127.0.0.1:8000"]

/** One request, one answer. */
async function byFetch(server, token, tool, args) {
  const answer = await fetch(`${server}/v1/tools/${tool}:invoke`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  });
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${value.name}: ${value.detail}`);
  return value;
}

/** Many calls at once on one connection, told apart by their ids. */
class Tools {
  #waiting = new Map();
  #lastId = 0;

  static async connect(server, token) {
    const tools = new Tools();
    tools.socket = new WebSocket(`${server.replace(/^http/, 'ws')}/ws`, 'axiom.json');
    tools.socket.onmessage = (message) => tools.#answer(JSON.parse(message.data));
    tools.socket.onclose = () => tools.#waiting.forEach((call) => call.reject(new Error('the connection is closed')));
    await new Promise((resolve, reject) => {
      tools.socket.onopen = resolve;
      tools.socket.onerror = () => reject(new Error('the server cannot be reached'));
    });
    // A page cannot set header fields of a WebSocket, so that its first message says who it is.
    if (token) await tools.#ask({ hello: token });
    return tools;
  }

  call(tool, args) {
    return this.#ask({ call: tool, arguments: args });
  }

  #ask(message) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, ...message }));
    });
  }

  #answer({ id, result, welcome, error, progress }) {
    if (progress) return; // {done, total, message}, of calls that tell it
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(new Error(`${error.name}: ${error.detail}`));
    else call?.resolve(result ?? welcome);
  }
}

const show = (id, work) => work.then(
  (value) => { document.getElementById(id).value = JSON.stringify(value); },
  (fault) => { document.getElementById(id).value = fault.message; });

let tools = null;

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { server, token, tool, args } = Object.fromEntries(new FormData(event.target));
  const given = JSON.parse(args);
  tools ??= Tools.connect(server, token);
  show('fetch', byFetch(server, token, tool, given));
  show('socket', tools.then((open) => open.call(tool, given)));
});
