/**
 * The check of a lifecycle's definition: every mistake at once, then the model that the rest of the core works with.
 * @module
 */
import type { z } from 'zod';
import { type Problem, throwProblems, unknownName } from './errors.js';
import { readHappenings } from './happenings-check.js';
import type { Machine } from './machine.js';
import type { ItemScope, LifecycleModel, MachineModel, Scope, Told, View } from './model.js';
import type { OpeningHours } from './opening-hours.js';
import { fieldsOf, isSchema, unwrap } from './schema-fields.js';
import { stateAccess } from './state-access.js';
import { type Bag, bag, kindOf, type Report } from './untyped.js';
import { assertZone } from './zone.js';

type Fn = (...args: readonly unknown[]) => unknown;

const parts = [
  'schema',
  'key',
  'timeZone',
  'locale',
  'site',
  'machines',
  'states',
  'links',
  'payloads',
  'facts',
  'fields',
  'dates',
  'roles',
  'conditions',
  'openingHours',
  'silentAfter',
  'items',
];
const itemParts = ['of', 'key', 'dates', 'roles', 'conditions'];

/** Names that templates use at the root beside the subject's own fields. */
const reservedFields = ['item', 'recipient', 'payload', 'due', 'rule'];

/** Checks a definition and makes its model; throws one error with code `invalid-lifecycle` that lists every mistake. */
export function checkLifecycle(name: string, definition: unknown): LifecycleModel {
  const problems: Problem[] = [];
  const report: Report = (code, place, message) => problems.push({ code, place, message });
  const model = new Check(name, bag(definition), report).model();
  throwProblems('invalid-lifecycle', `lifecycle '${name}'`, problems);
  return model;
}

/** One check: reads part after part of a definition that may be anything, and reports what is wrong with each. */
class Check {
  readonly #name: string;
  readonly #definition: Bag;
  readonly #report: Report;

  constructor(name: string, definition: Bag, report: Report) {
    this.#name = name;
    this.#definition = definition;
    this.#report = report;
  }

  model(): LifecycleModel {
    if (this.#name.trim() === '')
      this.#report('missing-value', 'name', "a lifecycle needs a name, a singular noun such as 'booking'.");
    this.#known(this.#definition, parts, '');
    const schema = this.#schema();
    const machines = this.#machines(schema);
    const timeZone = this.#definition['timeZone'];
    if (typeof timeZone === 'string') {
      this.#zone(timeZone);
    } else this.#function(timeZone, 'timeZone', 'an IANA zone name, or a function (subject) => zone name');
    const locale = this.#definition['locale'];
    if (locale !== undefined && typeof locale !== 'string')
      this.#function(locale, 'locale', 'a language tag, or a function (subject) => tag');
    const site = this.#definition['site'];
    if (site !== undefined) this.#function(site, 'site', 'a function (subject) => name of its site');
    const openingHours = this.#definition['openingHours'];
    if (openingHours !== undefined) this.#function(openingHours, 'openingHours', 'a function (subject) => opening hours');
    const root: Scope = this.#scope(this.#definition, '', (fn, view) => fn(view.subject, { payload: view.payload }));
    return {
      name: this.#name,
      schema,
      key: this.#key(),
      // The three functions were just checked; their types are the definition's own.
      timeZone: typeof timeZone === 'string' ? () => timeZone : (timeZone as (subject: unknown) => string),
      site: site as LifecycleModel['site'],
      locale:
        typeof locale === 'function' ? (locale as (subject: unknown) => string | undefined) : () => locale as string | undefined,
      openingHours: openingHours as ((subject: unknown) => OpeningHours | null | undefined) | undefined,
      machines,
      ...readHappenings(this.#definition, machines, this.#report),
      // As above.
      fields: this.#functions('fields') as ReadonlyMap<string, (subject: unknown) => unknown>,
      root,
      items: this.#items(schema, root),
    };
  }

  #schema(): z.ZodType {
    const schema = this.#definition['schema'];
    if (!isSchema(schema)) {
      this.#report('invalid-value', 'schema', `expected a zod schema, got ${kindOf(schema)}. Write z.object({ ... }).`);
      // Nothing below reads a missing schema before the problems are thrown.
      return schema as z.ZodType;
    }
    for (const field of fieldsOf(schema)?.keys() ?? []) {
      if (reservedFields.includes(field)) {
        this.#report(
          'reserved-name',
          `schema.${field}`,
          `templates use '${field}' themselves; rename this field. Reserved: ${reservedFields.join(', ')}.`,
        );
      }
    }
    return schema;
  }

  #zone(zone: string): void {
    try {
      assertZone(zone);
    } catch (error) {
      this.#report('unknown-zone', 'timeZone', error instanceof Error ? error.message : String(error));
    }
  }

  #key(): (subject: unknown) => string {
    const key = this.#definition['key'];
    this.#function(key, 'key', 'a function (subject) => its identity, such as (b) => b.no');
    // Checked in the line above.
    return key as (subject: unknown) => string;
  }

  #machines(schema: z.ZodType): ReadonlyMap<string, MachineModel> {
    const machines = bag(this.#definition['machines']);
    const states = bag(this.#definition['states']);
    if (this.#definition['machines'] === undefined)
      this.#report('missing-value', 'machines', 'expected { name: defineMachine(...) }, or {} for a lifecycle without states.');
    this.#known(states, Object.keys(machines), 'states', 'unknown-machine', 'machine');
    const models = new Map<string, MachineModel>();
    for (const [name, machine] of Object.entries(machines)) {
      if (!isMachine(machine)) {
        this.#report('invalid-value', `machines.${name}`, `expected what defineMachine() returns, got ${kindOf(machine)}.`);
        continue;
      }
      const access = stateAccess(name, machine, states[name], schema);
      for (const problem of access.problems) this.#report(problem.code, problem.place, problem.message);
      models.set(name, { name, machine, read: access.read, write: access.write });
    }
    return models;
  }

  #items(schema: z.ZodType, root: Scope): ReadonlyMap<string, ItemScope> {
    const scopes = new Map<string, ItemScope>();
    for (const [name, raw] of Object.entries(bag(this.#definition['items']))) {
      const place = `items.${name}`;
      const item = bag(raw);
      this.#known(item, itemParts, place);
      this.#function(item['key'], `${place}.key`, 'a function (item) => its identity within the subject');
      const of = item['of'];
      if (of !== undefined) this.#function(of, `${place}.of`, 'a function (subject) => list of items');
      else if (isSchema(schema)) this.#isArray(schema, name, place);
      const own = this.#scope(item, `${place}.`, (fn, view) => fn(view.item, view.subject, { payload: view.payload }));
      scopes.set(name, {
        dates: new Map([...root.dates, ...own.dates]),
        roles: new Map([...root.roles, ...own.roles]),
        conditions: new Map([...root.conditions, ...own.conditions]),
        // Checked above; without `of` the schema has an array of this name.
        key: item['key'] as (item: unknown) => string,
        of:
          (of as ((subject: unknown) => readonly unknown[]) | undefined) ??
          ((subject) => (bag(subject)[name] as readonly unknown[] | undefined) ?? []),
      });
    }
    return scopes;
  }

  #isArray(schema: z.ZodType, name: string, place: string): void {
    const fields = fieldsOf(schema);
    if (fields === undefined) return;
    const field = fields.get(name);
    if (field !== undefined && unwrap(field).def.type === 'array') return;
    const arrays = [...fields].filter(([, inner]) => unwrap(inner).def.type === 'array').map(([key]) => key);
    this.#report(
      'unknown-items',
      place,
      `${unknownName('array of the subject', name, arrays)} Or say where the items are with 'of'.`,
    );
  }

  /** The dates, roles and conditions of one scope, each called with what its place in the definition is promised. */
  #scope(source: Bag, prefix: string, call: (fn: Fn, view: View) => unknown): Scope {
    const named = (part: string) => {
      const functions = this.#functions(part, source, prefix);
      return new Map([...functions].map(([name, fn]) => [name, (view: View) => call(fn, view)]));
    };
    // What the functions yield is checked where it is used: dates by `dueOf`, roles by `recipientsOf`.
    return {
      dates: named('dates') as Scope['dates'],
      roles: named('roles') as ReadonlyMap<string, (view: View) => Told>,
      conditions: named('conditions') as Scope['conditions'],
    };
  }

  #functions(part: string, source: Bag = this.#definition, prefix = ''): Map<string, Fn> {
    const functions = new Map<string, Fn>();
    for (const [name, fn] of Object.entries(bag(source[part]))) {
      this.#function(fn, `${prefix}${part}['${name}']`, 'a function');
      if (typeof fn === 'function') functions.set(name, fn as Fn);
    }
    return functions;
  }

  #function(value: unknown, place: string, expected: string): void {
    if (typeof value === 'function') return;
    const code = value === undefined ? 'missing-value' : 'invalid-value';
    this.#report(code, place, `expected ${expected}, got ${kindOf(value)}.`);
  }

  #known(given: Bag, known: readonly string[], place: string, code: Problem['code'] = 'unknown-option', kind = 'part'): void {
    for (const name of Object.keys(given)) {
      if (!known.includes(name))
        this.#report(code, place === '' ? `'${name}'` : `${place}.${name}`, unknownName(kind, name, known));
    }
  }
}

function isMachine(value: unknown): value is Machine {
  return typeof value === 'object' && value !== null && 'transitions' in value && value.transitions instanceof Map;
}
