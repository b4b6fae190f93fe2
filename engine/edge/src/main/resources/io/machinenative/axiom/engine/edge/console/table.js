// Tables that can be sorted, and gone through by keyboard.

import { el } from './dom.js';

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {function(object): (Node|string|number)} [cell] what is shown; the value if not given
 * @property {function(object): (string|number)} [value] what is sorted by; the row's member if not given
 * @property {boolean} [number] aligned to the right, the largest first
 * @property {boolean} [wide] left out where there is little room
 */
export class Table {
  /**
   * @param {object} options
   * @param {string} options.label for screen readers
   * @param {Column[]} options.columns
   * @param {function(object): string} options.id what tells rows apart
   * @param {function(object)} [options.open] Enter, or a click, on a row
   * @param {string} options.sort key of the column that is sorted by at first
   * @param {string} [options.empty] shown when there are no rows
   */
  constructor(options) {
    this.options = options;
    this.rows = new Map();
    this.items = [];
    this.sort = options.sort;
    const first = options.columns.find((column) => column.key === options.sort);
    this.descending = options.descending ?? first?.number ?? false;
    this.heads = options.columns.map((column) => this.#head(column));
    this.body = el('tbody', null);
    this.none = el('p.empty', null, options.empty ?? 'Nothing here.');
    this.table = el('table', { 'aria-label': options.label },
      el('thead', null, el('tr', null, this.heads)), this.body);
    this.node = el('div.table', { onkeydown: (event) => this.#key(event) }, this.table, this.none);
    this.#mark();
  }

  #head(column) {
    const button = el('button', {
      type: 'button', onclick: () => {
        this.descending = this.sort === column.key ? !this.descending : !!column.number;
        this.sort = column.key;
        this.#mark();
        this.#show();
      },
    }, column.label);
    return el('th', { scope: 'col', class: classes(column) }, button);
  }

  #mark() {
    this.options.columns.forEach((column, i) => {
      const how = column.key === this.sort ? (this.descending ? 'descending' : 'ascending') : 'none';
      this.heads[i].setAttribute('aria-sort', how);
    });
  }

  /** Shows these rows; the one that has the focus keeps it. */
  update(items) {
    this.items = items;
    this.#show();
  }

  #value(column, item) {
    return column.value ? column.value(item) : item[column.key];
  }

  #show() {
    const column = this.options.columns.find((one) => one.key === this.sort);
    const sign = this.descending ? -1 : 1;
    const compare = (a, b) => {
      const x = this.#value(column, a) ?? '', y = this.#value(column, b) ?? '';
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
      return sign * order || this.options.id(a).localeCompare(this.options.id(b));
    };
    const focused = document.activeElement?.closest('tr');
    const seen = new Set();
    let place = this.body.firstChild;
    for (const item of [...this.items].sort(compare)) {
      const id = this.options.id(item);
      seen.add(id);
      const row = this.#row(id, item);
      if (row === place) place = place.nextSibling;
      else this.body.insertBefore(row, place);
    }
    for (const [id, row] of this.rows) if (!seen.has(id)) { row.remove(); this.rows.delete(id); }
    if (focused?.isConnected && document.activeElement === document.body) focused.focus();
    if (!this.body.querySelector('tr[tabindex="0"]')) this.body.firstChild?.setAttribute('tabindex', '0');
    this.none.hidden = this.items.length > 0;
    this.table.hidden = this.items.length === 0;
  }

  #row(id, item) {
    let row = this.rows.get(id);
    if (!row) {
      row = el('tr', { tabindex: '-1', class: this.options.open ? 'opens' : '' });
      row.append(...this.options.columns.map((column, i) =>
        el(i === 0 ? 'th' : 'td', { class: classes(column), scope: i === 0 ? 'row' : null })));
      if (this.options.open) row.addEventListener('click', (event) => {
        if (!event.target.closest('button,a,input')) this.options.open(row.item);
      });
      this.rows.set(id, row);
    }
    row.item = item;
    this.options.columns.forEach((column, i) => {
      const shown = column.cell ? column.cell(item) : item[column.key];
      const cell = row.children[i];
      if (shown instanceof Node) cell.replaceChildren(shown);
      else if (cell.textContent !== String(shown ?? '')) cell.textContent = String(shown ?? '');
    });
    return row;
  }

  #key(event) {
    const row = event.target.closest('tbody tr');
    if (!row || event.target !== row) return;
    const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity };
    if (event.key === 'Enter' && this.options.open) {
      this.options.open(row.item);
    } else if (event.key in steps) {
      this.focus(this.#index(row) + steps[event.key]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #index(row) {
    return [...this.body.children].indexOf(row);
  }

  /** Moves the focus to the row of that number, or the nearest there is. */
  focus(index = 0) {
    const rows = [...this.body.children];
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    for (const other of rows) other.setAttribute('tabindex', other === row ? '0' : '-1');
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  }
}

const classes = (column) => [column.number && 'number', column.wide && 'wide', column.grow && 'grow', column.whole && 'whole'].filter(Boolean).join(' ') || null;
