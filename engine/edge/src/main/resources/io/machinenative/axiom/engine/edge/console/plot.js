// Lines over time, drawn as SVG: colours come from the style sheet, so light and dark need nothing here.

import { el, svg } from './dom.js';

const WIDTH = 600;
const HEIGHT = 150;
const LEFT = 52;
const BOTTOM = 4;
const TOP = 8;

/** A plot of the last points of a few series. */
export class Plot {
  /**
   * @param {object} options
   * @param {string} options.title
   * @param {Array<{key: string, label: string}>} options.series members of the points
   * @param {function(number): string} options.format of a value
   * @param {number} [options.base] that units are powers of: 1024 for bytes
   * @param {boolean} [options.log] whether each step up is ten times as much
   * @param {number} options.points how many are shown
   */
  constructor(options) {
    this.options = options;
    this.points = [];
    this.grid = svg('g', { class: 'grid' });
    this.lines = options.series.map((_, i) => svg('path', { class: `line series-${i}` }));
    this.cursor = svg('line', { class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
    this.drawing = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', preserveAspectRatio: 'none' },
      this.grid, ...this.lines, this.cursor);
    this.marks = el('div.marks', { 'aria-hidden': 'true' });
    this.values = options.series.map(() => el('b', null, '–'));
    this.when = el('span.when', null, '');
    this.node = el('figure.plot', null,
      el('figcaption', null, el('h3', null, options.title), this.when),
      el('div.drawing', null, this.drawing, this.marks),
      el('ul.legend', null, options.series.map((one, i) =>
        el('li', null, el('i', { class: `swatch series-${i}` }), one.label, ' ', this.values[i]))));
    this.drawing.addEventListener('pointermove', (event) => this.#point(event));
    this.drawing.addEventListener('pointerleave', () => { this.chosen = null; this.#legend(); });
  }

  /** Shows these points; the last is now. */
  update(points) {
    this.points = points.slice(-this.options.points);
    this.#draw();
    this.#legend();
  }

  #draw() {
    const values = this.points.flatMap((point) => this.options.series.map((one) => point[one.key])).filter((value) => value > 0);
    const scale = this.options.log ? logScale(values) : linearScale(values, this.options.base ?? 10);
    this.grid.replaceChildren(...scale.ticks.map((tick) =>
      svg('line', { x1: LEFT, x2: WIDTH, y1: scale.y(tick), y2: scale.y(tick) })));
    this.marks.replaceChildren(...scale.ticks.map((tick) => {
      const mark = el('span', null, this.options.format(tick));
      mark.style.top = `${(100 * scale.y(tick)) / HEIGHT}%`;
      return mark;
    }));
    this.options.series.forEach((one, i) => this.lines[i].setAttribute('d', this.#path(one.key, scale)));
    const last = this.points.at(-1);
    const said = this.options.series.map((one) => `${one.label} ${last ? this.#text(last, one) : 'unknown'}`);
    this.drawing.setAttribute('aria-label', `${this.options.title}: ${said.join(', ')}`);
  }

  #x(index) {
    const step = (WIDTH - LEFT) / (this.options.points - 1);
    return WIDTH - (this.points.length - 1 - index) * step;
  }

  #path(key, scale) {
    let path = '', pen = 'M';
    this.points.forEach((point, i) => {
      const value = point[key];
      if (value == null) { pen = 'M'; return; }
      path += `${pen}${this.#x(i).toFixed(1)} ${scale.y(value).toFixed(1)}`;
      pen = 'L';
    });
    return path;
  }

  #text(point, one) {
    const value = point[one.key];
    return value == null ? '–' : this.options.format(value);
  }

  #point(event) {
    const box = this.drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const step = (WIDTH - LEFT) / (this.options.points - 1);
    const index = this.points.length - 1 - Math.round((WIDTH - x) / step);
    this.chosen = this.points[index] ? index : null;
    this.#legend();
  }

  #legend() {
    const index = this.chosen ?? this.points.length - 1;
    const point = this.points[index];
    this.options.series.forEach((one, i) => { this.values[i].textContent = point ? this.#text(point, one) : '–'; });
    this.cursor.setAttribute('visibility', this.chosen == null ? 'hidden' : 'visible');
    if (this.chosen != null) for (const end of ['x1', 'x2']) this.cursor.setAttribute(end, this.#x(index));
    const ago = point && this.chosen != null ? Math.round((this.points.at(-1).at - point.at) / 1000) : 0;
    this.when.textContent = ago > 0 ? `${ago} s ago` : `last ${this.options.points} s`;
  }
}

function linearScale(values, base) {
  const most = Math.max(1e-9, ...values);
  const unit = base === 10 ? 1 : base ** Math.floor(Math.log(most) / Math.log(base));
  const top = nice(most / unit) * unit;
  const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  return { y, ticks: values.length ? [0, top / 2, top] : [0] };
}

/** The next of 1, 2, 4, 6, 8, 10, 20 and so on: the top of a scale. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].find((step) => step * power >= value) * power;
}

function logScale(values) {
  if (!values.length) return { y: () => HEIGHT - BOTTOM, ticks: [] };
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const y = (value) => {
    const share = (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  };
  const every = Math.ceil((high - low) / 4);
  const ticks = [];
  for (let power = low; power <= high; power += every) ticks.push(10 ** power);
  return { y, ticks };
}
