/**
 * The check of a lifecycle's definition: every mistake at once, then the model that the rest of the core works with.
 * @module
 */
import type { z } from 'zod';
import { messageOf } from './errors.js';
import { readHappenings } from './happenings-check.js';
import type { Machine } from './machine.js';
import type { ItemScope, LifecycleModel, MachineModel, Scope, View } from './model.js';
import { checked, expectKnown, type Report } from './problems.js';
import { fieldsOf, isSchema, unwrap } from './schema-fields.js';
import { stateAccess } from './state-access.js';
import { type Bag, bag, kindOf } from './untyped.js';
import { assertZone } from './zone.js';

type Fn = (...args: readonly unknown[]) => unknown;

const parts = [
  'schema',
  'key',
  'timeZone',
  'locale',
  'country',
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
  'holidays',
  'owners',
  'silentAfter',
  'items',
];
const itemParts = ['of', 'key', 'dates', 'roles', 'conditions'];

/** Names that templates use at the root beside the subject's own fields. */
const reservedFields = ['item', 'recipient', 'payload', 'due', 'rule', 'unsubscribeUrl'];

/** Checks a definition and makes its model; throws one error with code `invalid-lifecycle` that lists every mistake. */
export function checkLifecycle(name: string, definition: unknown): LifecycleModel {
  return checked('invalid-lifecycle', `lifecycle '${name}'`, (report) => readLifecycle(name, bag(definition), report));
}

/** The model of a definition that may be anything. What is wrong with it is reported, and such a model is never used. */
function readLifecycle(name: string, definition: Bag, report: Report): LifecycleModel {
  const { timeZone, locale, country, site, openingHours, holidays } = definition;
  if (name.trim() === '') report('missing-value', 'name', "a lifecycle needs a name, a singular noun such as 'booking'.");
  for (const part of Object.keys(definition)) expectKnown(report, 'unknown-option', `'${part}'`, 'part', part, parts);
  const schema = readSchema(definition['schema'], report);
  const machines = readMachines(definition, schema, report);
  if (typeof timeZone === 'string') checkZone(timeZone, report);
  else readFunction(timeZone, 'timeZone', 'an IANA zone name, or a function (subject) => zone name', report);
  if (typeof locale !== 'string' && locale !== undefined)
    readFunction(locale, 'locale', 'a language tag, or a function (subject) => tag', report);
  if (typeof country === 'string') {
    const expected = "expected two letters of ISO 3166-1, such as 'TW', or a function (subject) => country";
    if (!/^[A-Z]{2}$/.test(country)) report('invalid-value', 'country', `${expected}; got '${country}'.`);
  } else if (country !== undefined) readFunction(country, 'country', 'a country, or a function (subject) => country', report);
  if (site !== undefined) readFunction(site, 'site', 'a function (subject) => name of its site', report);
  if (openingHours !== undefined) readFunction(openingHours, 'openingHours', 'a function (subject) => opening hours', report);
  if (holidays !== undefined) readFunction(holidays, 'holidays', 'a function (day, subject) => whether it is a holiday', report);
  const root = readScope(definition, '', (fn, view) => fn(view.subject, { payload: view.payload }), report);
  return {
    name,
    schema,
    key: readFunction(definition['key'], 'key', 'a function (subject) => its identity, such as (b) => b.no', report),
    // What these five are was just checked; what the functions yield is checked where it is used.
    timeZone: functionOr(timeZone) as LifecycleModel['timeZone'],
    locale: functionOr(locale) as LifecycleModel['locale'],
    country: functionOr(country) as LifecycleModel['country'],
    site: site as LifecycleModel['site'],
    openingHours: openingHours as LifecycleModel['openingHours'],
    holidays: holidays as LifecycleModel['holidays'],
    owners: readFunctions(definition, 'owners', '', report),
    machines,
    ...readHappenings(definition, machines, report),
    fields: readFunctions(definition, 'fields', '', report),
    root,
    items: readItems(definition, root, report),
  };
}

function readSchema(schema: unknown, report: Report): z.ZodType {
  if (!isSchema(schema))
    report('invalid-value', 'schema', `expected a zod schema, got ${kindOf(schema)}. Write z.object({ ... }).`);
  for (const field of fieldsOf(schema)?.keys() ?? []) {
    if (!reservedFields.includes(field)) continue;
    const message = `templates use '${field}' themselves; rename this field. Reserved: ${reservedFields.join(', ')}.`;
    report('reserved-name', `schema.${field}`, message);
  }
  // What is none was just reported.
  return schema as z.ZodType;
}

function checkZone(zone: string, report: Report): void {
  try {
    assertZone(zone);
  } catch (error) {
    report('unknown-zone', 'timeZone', messageOf(error));
  }
}

function readMachines(definition: Bag, schema: z.ZodType, report: Report): ReadonlyMap<string, MachineModel> {
  const machines = bag(definition['machines']);
  const states = bag(definition['states']);
  if (definition['machines'] === undefined)
    report('missing-value', 'machines', 'expected { name: defineMachine(...) }, or {} for a lifecycle without states.');
  for (const name of Object.keys(states))
    expectKnown(report, 'unknown-machine', `states.${name}`, 'machine', name, Object.keys(machines));
  const models = new Map<string, MachineModel>();
  for (const [name, machine] of Object.entries(machines)) {
    if (isMachine(machine)) models.set(name, { name, machine, ...stateAccess(name, machine, states[name], schema, report) });
    else report('invalid-value', `machines.${name}`, `expected what defineMachine() returns, got ${kindOf(machine)}.`);
  }
  return models;
}

function isMachine(value: unknown): value is Machine {
  return bag(value)['transitions'] instanceof Map;
}

function readItems(definition: Bag, root: Scope, report: Report): ReadonlyMap<string, ItemScope> {
  const scopes = new Map<string, ItemScope>();
  for (const [name, value] of Object.entries(bag(definition['items']))) {
    const place = `items.${name}`;
    const item = bag(value);
    for (const part of Object.keys(item)) expectKnown(report, 'unknown-option', `${place}.${part}`, 'part', part, itemParts);
    const key: ItemScope['key'] = readFunction(
      item['key'],
      `${place}.key`,
      'a function (item) => its identity within the subject',
      report,
    );
    const of = readItemList(definition['schema'], name, item['of'], place, report);
    const own = readScope(item, `${place}.`, (fn, view) => fn(view.item, view.subject, { payload: view.payload }), report);
    scopes.set(name, {
      dates: new Map([...root.dates, ...own.dates]),
      roles: new Map([...root.roles, ...own.roles]),
      conditions: new Map([...root.conditions, ...own.conditions]),
      key,
      of,
    });
  }
  return scopes;
}

/** Where the items of a collection are: what `of` yields, or the array of the subject that has their name. */
function readItemList(schema: unknown, name: string, of: unknown, place: string, report: Report): ItemScope['of'] {
  if (of !== undefined) return readFunction(of, `${place}.of`, 'a function (subject) => list of items', report);
  const fields = fieldsOf(schema);
  if (fields !== undefined) {
    const arrays = [...fields].filter(([, field]) => unwrap(field).def.type === 'array').map(([key]) => key);
    const hint = " Or say where the items are with 'of'.";
    expectKnown(report, 'unknown-items', place, 'array of the subject', name, arrays, hint);
  }
  // The schema has an array of this name.
  return (subject) => (bag(subject)[name] as readonly unknown[] | undefined) ?? [];
}

/** The dates, roles and conditions of one scope, each called with what its place in the definition is promised. */
function readScope(source: Bag, prefix: string, call: (fn: Fn, view: View) => unknown, report: Report): Scope {
  const named = (part: string) => {
    const functions: ReadonlyMap<string, Fn> = readFunctions(source, part, prefix, report);
    return new Map([...functions].map(([name, fn]) => [name, (view: View) => call(fn, view)]));
  };
  // What the functions yield is checked where it is used: dates by `dueOf`, roles by `recipientsOf`.
  return {
    dates: named('dates') as Scope['dates'],
    roles: named('roles') as Scope['roles'],
    conditions: named('conditions') as Scope['conditions'],
  };
}

function readFunctions<F>(source: Bag, part: string, prefix: string, report: Report): ReadonlyMap<string, F> {
  const entries = Object.entries(bag(source[part]));
  return new Map(entries.map(([name, fn]) => [name, readFunction(fn, `${prefix}${part}['${name}']`, 'a function', report)]));
}

/** A value as the function it has to be; what is none is reported. */
function readFunction<F>(value: unknown, place: string, expected: string, report: Report): F {
  const code = value === undefined ? 'missing-value' : 'invalid-value';
  if (typeof value !== 'function') report(code, place, `expected ${expected}, got ${kindOf(value)}.`);
  // Its parameters are those of the definition's own types, and it is called with exactly these.
  return value as F;
}

/** A function as it is, and a constant as a function that yields it. */
function functionOr(value: unknown): unknown {
  return typeof value === 'function' ? value : () => value;
}
