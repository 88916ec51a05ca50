/**
 * Scopes: the names that a template may use, told from the lifecycle and the rules that use it.
 * @module
 */

import { statesNamed } from '../core/machine.js';
import type { LifecycleModel } from '../core/model.js';
import type { Fit, OneOrMore } from '../core/rule.js';
import { viewOf } from './schema-walk.js';
import { opaque, overlay, plainView, type View, walkPath } from './view.js';

/** What the check reads of a rule; every rule of a table fits. */
export interface RuleColumns {
  readonly on?: OneOrMore<string> | undefined;
  readonly each?: string | undefined;
  readonly by?: readonly string[] | { readonly firstOf: readonly string[] } | undefined;
  readonly template?: string | undefined;
  readonly signal?: string | undefined;
  readonly active?: boolean | undefined;
  readonly parts?: number | undefined;
  readonly fit?: Fit | undefined;
}

/** A row of a rule table. */
export interface RuleRow {
  readonly name: string;
  readonly rule: RuleColumns;
}

/** The root of a template. */
export interface RootScope {
  readonly view: View;
  /** Names that exist in other templates but not in this one, and why. */
  readonly absent: ReadonlyMap<string, string>;
}

const contact: View = overlay([], {
  id: plainView('string'),
  name: plainView('string'),
  email: plainView('string'),
  phone: plainView('string'),
  locale: plainView('string'),
  addresses: [{ kind: 'object', names: [], field: () => undefined, rest: () => plainView('string') }],
});
const due: View = overlay([], { at: plainView('date'), day: plainView('string') });
const rule: View = overlay([], { name: plainView('string') });
/** Empty in messages that nobody unsubscribes from: a footer that all share asks for it with `{{#if unsubscribeUrl}}`. */
const unsubscribeUrl: View = plainView('string');

/** The channels that a rule sends by; none for a signal. */
export function channelsOf({ by }: RuleColumns): readonly string[] {
  if (by === undefined) return [];
  return 'firstOf' in by ? by.firstOf : by;
}

/** The name of the template that a rule uses. */
export function templateOf({ name, rule }: RuleRow): string {
  return rule.template ?? name;
}

/**
 * The root scope of a template that these rules use: the subject's fields, `recipient`, `due`, `rule`, `unsubscribeUrl`, and where a rule gives them
 * `item` and `payload`. Without rules (a template for `notifier.send`, a layout), item and payload may be anything.
 */
export function rootScope(model: LifecycleModel, users: readonly RuleRow[]): RootScope {
  const subject = viewOf(model.schema);
  const absent = new Map<string, string>();
  if (users.length === 0)
    return { view: overlay(subject, { item: opaque, recipient: contact, payload: opaque, due, rule, unsubscribeUrl }), absent };
  const fields: Record<string, View> = { recipient: contact, due, rule, unsubscribeUrl };

  const names = users.map(({ name }) => `'${name}'`).join(', ');
  const collections = [...new Set(users.flatMap((row) => row.rule.each ?? []))];
  if (collections.length > 0) fields['item'] = collections.flatMap((name) => itemView(subject, name));
  else absent.set('item', `no rule that uses this template (${names}) has 'each'`);
  const payloads = users.flatMap((row) => payloadViews(model, row.rule));
  if (payloads.length > 0) fields['payload'] = payloads.flat();
  else absent.set('payload', whyNoPayload(users, names));
  return { view: overlay(subject, fields), absent };
}

/** The root scope of the layouts of a set: they wrap whatever is sent. */
export function layoutScope(model: LifecycleModel): RootScope {
  const { view, absent } = rootScope(model, []);
  return { view: overlay(view, { body: plainView('string'), subjectLine: plainView('string') }), absent };
}

/** The elements of the subject's array of this name; a collection that has another source (`of`) is not described by the schema. */
function itemView(subject: View, collection: string): View {
  const walk = walkPath(subject, [collection]);
  const elements = walk.kind === 'known' ? walk.view.flatMap((leaf) => (leaf.kind === 'list' ? leaf.element() : [])) : [];
  return elements.length > 0 ? elements : opaque;
}

function whyNoPayload(users: readonly RuleRow[], names: string): string {
  if (users.every((row) => row.rule.on === undefined)) return `a rule with 'due' has no payload (${names})`;
  return `nothing that the rules of this template (${names}) wait for carries a payload`;
}

/** The payloads that may come with what a rule waits for. */
function payloadViews(model: LifecycleModel, rule: RuleColumns): readonly View[] {
  const triggers = rule.on === undefined ? [] : typeof rule.on === 'string' ? [rule.on] : rule.on;
  return triggers.flatMap((trigger) => {
    const fact = model.facts.get(trigger);
    if (fact !== undefined) return [viewOf(fact)];
    const dot = trigger.indexOf('.');
    return eventsInto(model, trigger.slice(0, dot), trigger.slice(dot + 1)).flatMap((event) => {
      const payload = model.payloads.get(event);
      return payload === undefined ? [] : [viewOf(payload)];
    });
  });
}

/** The events that lead into a state or group of a machine. */
function eventsInto(model: LifecycleModel, machine: string, state: string): readonly string[] {
  const found = model.machines.get(machine);
  if (found === undefined) return [];
  const targets = new Set(statesNamed(found.machine, state) ?? []);
  const events = new Set<string>();
  for (const row of [...found.machine.transitions.values(), found.machine.fromUnknown]) {
    for (const [event, target] of row) if (targets.has(target)) events.add(`${machine}.${event}`);
  }
  return [...events];
}
