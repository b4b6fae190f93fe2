// Forms made from JSON Schema. Each part has `node`, `read()` and `write(value)`; read gives undefined for what was
// left out, and notes in `errors` what does not fit, beside the field and for the caller.

import { el } from './dom.js';

let lastId = 0;

/** A form for a schema of an object. */
export class SchemaForm {
  constructor(schema) {
    this.root = schema;
    this.part = part(schema, schema, { label: '', required: true, top: true, form: this });
    this.errors = [];
    this.node = el('div.form', null, this.part.node);
  }

  /** The arguments, or null when something does not fit; the first such field gets the focus. */
  read() {
    this.errors = [];
    const value = this.part.read(this.errors);
    this.errors[0]?.input.focus();
    return this.errors.length ? null : value ?? {};
  }

  write(value) {
    this.part.write(value);
  }
}

/** Follows references within the schema, and takes the first of alternatives that is more than null. */
function resolve(schema, root) {
  let found = schema ?? {};
  for (let i = 0; i < 16; i++) {
    if (typeof found.$ref === 'string' && found.$ref.startsWith('#/')) {
      const target = found.$ref.slice(2).split('/').reduce((node, step) => node?.[step.replace(/~1/g, '/').replace(/~0/g, '~')], root);
      found = { ...(target ?? {}), ...withoutRef(found) };
    } else if (!found.type && !found.properties && !found.enum && (found.anyOf ?? found.oneOf)?.some((one) => one.type !== 'null' && (one.type || one.$ref || one.enum))) {
      const chosen = (found.anyOf ?? found.oneOf).find((one) => one.type !== 'null' && (one.type || one.$ref || one.enum));
      found = { ...chosen, title: found.title ?? chosen.title, description: found.description ?? chosen.description, default: found.default ?? chosen.default };
    } else {
      return found;
    }
  }
  return {};
}

function withoutRef(schema) {
  const { $ref, ...rest } = schema;
  return rest;
}

function typeOf(schema) {
  if (schema.enum || 'const' in schema) return 'choice';
  const types = [schema.type].flat().filter((type) => type && type !== 'null');
  if (types.length === 1) return types[0] === 'object' && !schema.properties ? 'json' : types[0];
  return schema.properties ? 'object' : schema.items ? 'array' : 'json';
}

function part(rawSchema, root, options) {
  const schema = resolve(rawSchema, root);
  const made = { object, array, string, integer: number, number, boolean, choice, json: raw }[typeOf(schema)] ?? raw;
  const result = made(schema, root, options);
  if (schema.default !== undefined && !options.blank) result.write(schema.default);
  return result;
}

// ── what holds others ────────────────────────────────────────────────────────

function object(schema, root, options) {
  const required = new Set(schema.required ?? []);
  const parts = Object.entries(schema.properties ?? {}).map(([name, member]) => [name, part(member, root, {
    label: name, required: required.has(name), depth: (options.depth ?? 0) + 1,
  })]);
  parts.sort((a, b) => required.has(b[0]) - required.has(a[0]));
  const others = schema.additionalProperties && (options.top || parts.length === 0)
    ? raw({ type: 'object', description: 'Further members, as a JSON object.' }, root, { label: 'more', required: false }) : null;
  const content = parts.map(([, one]) => one.node);
  if (others) content.push(others.node);
  const node = options.top
    ? el('div', null, content.length ? content : el('p.hint', null, 'It takes no arguments.'))
    : el('fieldset', null, el('legend', null, options.label, mark(options)), hint(schema), content);
  return {
    node,
    read(errors) {
      const mine = [];
      const value = {};
      for (const [name, one] of parts) {
        const member = one.read(mine);
        if (member !== undefined) value[name] = member;
      }
      if (others) Object.assign(value, others.read(mine) ?? {});
      if (!options.required && Object.keys(value).length === 0 && !mine.some((error) => !error.missing)) {
        mine.forEach((error) => error.clear());
        return undefined;
      }
      errors.push(...mine);
      return value;
    },
    write(value) {
      const known = new Set(parts.map(([name]) => name));
      for (const [name, one] of parts) one.write(value?.[name]);
      const rest = Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !known.has(name)));
      if (others) others.write(Object.keys(rest).length ? rest : undefined);
    },
  };
}

function array(schema, root, options) {
  const items = [];
  const list = el('ol.items', null);
  const add = (value) => {
    const one = part(schema.items ?? {}, root, { label: `${options.label} ${items.length + 1}`, required: true, blank: true });
    if (value !== undefined) one.write(value);
    const row = el('li', null, one.node, el('button', {
      type: 'button', 'aria-label': `Remove from ${options.label}`, onclick: () => { items.splice(items.indexOf(one), 1); row.remove(); more.focus(); },
    }, '−'));
    one.row = row;
    items.push(one);
    list.append(row);
    return one;
  };
  const more = el('button', { type: 'button', onclick: () => add().node.querySelector('input,select,textarea')?.focus() }, `Add to ${options.label}`);
  const message = problem();
  const node = el('fieldset', null, el('legend', null, options.label, mark(options)), hint(schema), list, more, message.node);
  return {
    node,
    read(errors) {
      message.clear();
      if (items.length === 0 && !options.required) return undefined;
      const value = items.map((one) => one.read(errors));
      if (value.length < (schema.minItems ?? 0)) message.say(errors, more, `at least ${schema.minItems} of them`);
      if (value.length > (schema.maxItems ?? Infinity)) message.say(errors, more, `at most ${schema.maxItems} of them`);
      return value;
    },
    write(value) {
      items.splice(0).forEach((one) => one.row.remove());
      for (const item of Array.isArray(value) ? value : []) add(item);
    },
  };
}

// ── one value each ───────────────────────────────────────────────────────────

function string(schema, root, options) {
  const long = (schema.maxLength ?? 0) > 300 || schema.format === 'textarea' || /yaml|query|text|body/i.test(options.label);
  const bytes = schema.contentEncoding === 'base64';
  const input = long || bytes ? el('textarea', { rows: bytes ? 2 : 3, spellcheck: 'false' })
    : el('input', { type: /password|token|secret/i.test(options.label) ? 'password' : 'text', spellcheck: 'false', autocomplete: 'off' });
  const field = single(schema, options, input, (text) => {
    if (schema.minLength != null && [...text].length < schema.minLength) return `at least ${schema.minLength} characters`;
    if (schema.maxLength != null && [...text].length > schema.maxLength) return `at most ${schema.maxLength} characters`;
    if (schema.pattern && !matches(schema.pattern, text)) return `text like ${schema.pattern}`;
    return text;
  }, { empty: (schema.minLength ?? 1) === 0 && options.required });
  if (bytes) field.node.append(filePicker(input));
  return field;
}

function filePicker(input) {
  return el('input', {
    type: 'file', 'aria-label': 'or a file', onchange: async (event) => {
      const file = event.target.files[0];
      if (file) input.value = await base64(file);
    },
  });
}

/** A file's bytes in base64. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function matches(pattern, text) {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true; // of a dialect that this browser does not know: the server decides
  }
}

function number(schema, root, options) {
  const whole = [schema.type].flat().includes('integer');
  const input = el('input', { type: 'text', inputmode: whole ? 'numeric' : 'decimal', autocomplete: 'off' });
  return single(schema, options, input, (text) => {
    const value = Number(text);
    if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim()) || !Number.isFinite(value)) return whole ? 'a whole number' : 'a number';
    if (whole && !Number.isInteger(value)) return 'a whole number';
    if (schema.minimum != null && value < schema.minimum) return `${schema.minimum} or more`;
    if (schema.maximum != null && value > schema.maximum) return `${schema.maximum} or less`;
    if (schema.exclusiveMinimum != null && value <= schema.exclusiveMinimum) return `more than ${schema.exclusiveMinimum}`;
    if (schema.exclusiveMaximum != null && value >= schema.exclusiveMaximum) return `less than ${schema.exclusiveMaximum}`;
    if (schema.multipleOf && Math.abs(value / schema.multipleOf - Math.round(value / schema.multipleOf)) > 1e-9) return `a multiple of ${schema.multipleOf}`;
    return whole && !Number.isSafeInteger(value) && JSON.rawJSON ? JSON.rawJSON(text.trim()) : value;
  }, { number: true });
}

function boolean(schema, root, options) {
  return choice({ ...schema, enum: [true, false] }, root, options);
}

function choice(schema, root, options) {
  const values = schema.enum ?? [schema.const];
  const id = `f${++lastId}`;
  const select = el('select', { id },
    options.required && schema.default === undefined && values.length > 1 ? el('option', { value: '' }, 'choose…') : null,
    options.required ? null : el('option', { value: '' }, '(left out)'),
    values.map((value, i) => el('option', { value: String(i) }, typeof value === 'string' ? value : JSON.stringify(value))));
  const message = problem();
  select.setAttribute('aria-describedby', message.id);
  return {
    node: el('div.field', null, el('label', { for: id }, options.label, mark(options)), hint(schema), select, message.node),
    read(errors) {
      message.clear(select);
      if (select.value !== '') return values[Number(select.value)];
      if (options.required) message.say(errors, select, 'one of them', true);
      return undefined;
    },
    write(value) {
      const index = values.findIndex((one) => one === value);
      select.value = index >= 0 ? String(index) : select.options[0]?.value ?? '';
    },
  };
}

function raw(schema, root, options) {
  const input = el('textarea', { rows: 3, spellcheck: 'false', placeholder: 'JSON' });
  return single(schema, options, input, (text) => {
    try {
      const value = JSON.parse(text);
      if (schema.type === 'object' && (value === null || typeof value !== 'object' || Array.isArray(value))) return 'a JSON object';
      return { value };
    } catch (fault) {
      return `JSON (${fault.message})`;
    }
  }, { json: true });
}

/**
 * A field of one input.
 * @param {function(string): *} check gives the value, or for texts that do not fit what was expected
 */
function single(schema, options, input, check, kind = {}) {
  const id = `f${++lastId}`;
  const message = problem();
  input.id = id;
  input.setAttribute('aria-describedby', message.id);
  if (options.required) input.setAttribute('aria-required', 'true');
  if (schema.examples?.length) input.placeholder ||= String(schema.examples[0]);
  return {
    node: el('div.field', null, el('label', { for: id }, options.label, mark(options)), hint(schema), input, message.node),
    read(errors) {
      message.clear(input);
      if (input.value === '' && !kind.empty) {
        if (options.required) message.say(errors, input, 'a value', true);
        return undefined;
      }
      const checked = check(input.value);
      const wrong = kind.json ? typeof checked === 'string' : kind.number ? typeof checked === 'string' : checked !== input.value;
      if (wrong) {
        message.say(errors, input, checked);
        return undefined;
      }
      return kind.json ? checked.value : checked;
    },
    write(value) {
      input.value = value === undefined ? '' : kind.json ? JSON.stringify(value, null, 2) : String(value);
    },
  };
}

const mark = (options) => (options.required ? el('span.required', { title: 'required' }, ' *') : null);

function hint(schema) {
  const parts = [schema.description];
  if (schema.minimum != null && schema.maximum != null) parts.push(`${schema.minimum} to ${schema.maximum}`);
  else if (schema.minimum != null) parts.push(`${schema.minimum} or more`);
  else if (schema.maximum != null) parts.push(`${schema.maximum} or less`);
  const text = parts.filter(Boolean).join(' · ');
  return text ? el('span.hint', null, text) : null;
}

/** Where a field says what it expected. */
function problem() {
  const id = `f${++lastId}`;
  const node = el('span.wrong', { id });
  return {
    id,
    node,
    clear(input) {
      node.textContent = '';
      input?.removeAttribute('aria-invalid');
    },
    say(errors, input, expected, missing = false) {
      node.textContent = `expected ${expected}`;
      input.setAttribute('aria-invalid', 'true');
      errors.push({ input, missing, clear: () => this.clear(input) });
    },
  };
}
