// Elements from plain values. Text is always text: nothing here, or anywhere in the console, reads HTML.

/**
 * Makes an element.
 * @param {string} name tag, with classes after dots: "p.note"
 * @param {object} attributes on… are listeners; true is an empty attribute; false and null are left out
 * @param {...(Node|string|number|null|Array)} children
 */
export function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split('.');
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** As el, for drawings. */
export function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Says something to screen readers, and shows it for a while. */
export function announce(text, bad = false) {
  const toast = el('p.toast', { role: bad ? 'alert' : 'status', class: bad ? 'toast bad' : 'toast' }, text);
  document.body.append(toast);
  setTimeout(() => toast.remove(), 6000);
}

/**
 * Asks a question in a dialog.
 * @param {string} title
 * @param {Array<Node|string>} content
 * @param {string} yes what the button says that goes on
 * @returns {Promise<boolean>}
 */
export function ask(title, content, yes = 'OK', destructive = false) {
  return new Promise((resolve) => {
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' },
      el('form', { method: 'dialog' },
        el('h2', { id: 'dialog-title' }, title),
        content,
        el('p.buttons', null,
          el('button', { type: 'button', onclick: () => dialog.close('no') }, 'Cancel'), // Enter means yes
          el('button', { value: 'yes', class: destructive ? 'primary danger' : 'primary' }, yes))));
    dialog.addEventListener('close', () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector('input,select,textarea') ?? dialog.querySelector('button[value=yes]')).focus();
  });
}

/** Shows something until it is closed. */
export function show(title, ...content) {
  const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' },
    el('form', { method: 'dialog' },
      el('h2', { id: 'dialog-title' }, title), content,
      el('p.buttons', null, el('button.primary', { value: 'ok' }, 'Close'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const SHOWN_CHARS = 200_000;
const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** JSON, or any text, as lines that are easy to read. Long ones are cut. */
export function code(text) {
  const pre = el('pre.code', { tabindex: '0' });
  const shown = text.length > SHOWN_CHARS ? text.slice(0, SHOWN_CHARS) : text;
  let at = 0;
  for (const found of shown.length < 50_000 ? shown.matchAll(TOKENS) : []) {
    pre.append(shown.slice(at, found.index));
    const kind = found[1] ? (found[2] ? 'key' : 'string') : found[3] ? 'word' : 'number';
    pre.append(el('span', { class: `json-${kind}` }, found[1] ?? found[0]), found[2] ?? '');
    at = found.index + found[0].length;
  }
  pre.append(shown.slice(at));
  if (shown.length < text.length) pre.append(`\n… and ${text.length - shown.length} characters more`);
  return pre;
}

/** A value as formatted JSON. */
export const json = (value) => code(JSON.stringify(value, null, 2));
