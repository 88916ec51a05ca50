/**
 * Judging a rule: do its conditions hold for a subject now, and who is told?
 * @module
 */
import type { Day } from './calendar.js';
import type { CompiledRule } from './compile-rule.js';
import { type Contact, identityOf } from './contact.js';
import { messageOf, OrderbellError } from './errors.js';
import type { SkipCode } from './job.js';
import type { LifecycleModel, Told, View } from './model.js';
import { isOpen } from './opening-hours.js';
import { statesOf } from './step.js';
import { kindOf, listOf } from './untyped.js';
import { assertZone } from './zone.js';

/** A subject at one moment, with what is derived from it once. */
export interface Situation {
  readonly model: LifecycleModel;
  readonly key: string;
  readonly subject: unknown;
  readonly states: Readonly<Record<string, string>>;
  readonly zone: string;
  /** The site it belongs to, where the lifecycle names one. */
  readonly site: string | undefined;
  /** Whether a state of `silentAfter` has been entered: nothing is sent any more. */
  readonly silent: boolean;
}

/** Why a rule does not apply: a code and a sentence. */
export interface Reason {
  readonly code: SkipCode;
  readonly why: string;
}

/** Somebody to be told, with the role they were found by. */
export interface Recipient {
  readonly identity: string;
  readonly role: string | undefined;
  readonly contact: Contact;
}

/** Why the rule does not apply to the subject now (`while`, `if`, `unless`), or undefined when it does. */
export function objection(rule: CompiledRule, situation: Situation, view: View): Reason | undefined {
  for (const { machine, states } of rule.while) {
    const state = situation.states[machine] ?? '';
    if (!states.has(state, situation.subject))
      return { code: 'state', why: `${machine} is '${state}', not ${alternatives(states.names)}` };
  }
  if (rule.owner !== undefined) {
    const owner = ownerOf(situation);
    if (owner !== rule.owner)
      return {
        code: 'state',
        why: `${owner === undefined ? 'nobody' : `'${owner}'`} informs at this stage, not '${rule.owner}'`,
      };
  }
  for (const condition of rule.if) {
    if (!ask(situation, 'condition', condition.holds, view, condition.name))
      return { code: 'if', why: `not '${condition.name}'` };
  }
  for (const condition of rule.unless) {
    if (ask(situation, 'condition', condition.holds, view, condition.name)) return { code: 'unless', why: `'${condition.name}'` };
  }
  return undefined;
}

/** Who informs at the present stage: the first of the lifecycle's owners who says so. */
function ownerOf(situation: Situation): string | undefined {
  for (const [name, owns] of situation.model.owners) if (ask(situation, 'owner', owns, situation.subject, name)) return name;
  return undefined;
}

/** Why the rule does not apply at this time of day (`during`), or undefined when it does. */
export function closedObjection(rule: CompiledRule, situation: Situation, at: number): Reason | undefined {
  if (rule.during === undefined) return undefined;
  const { model, subject, zone } = situation;
  const hours = ask(situation, 'openingHours', () => model.openingHours?.(subject), undefined) ?? {};
  const open = isOpen(hours, at, zone, (day) => isHoliday(situation, day));
  return open === (rule.during === 'open') ? undefined : { code: 'if', why: `the shop is ${open ? 'open' : 'closed'} then` };
}

/** Whether a calendar day is a holiday for a subject, where its lifecycle knows of any. */
export function isHoliday(situation: Situation, day: Day): boolean {
  const { holidays } = situation.model;
  return holidays !== undefined && ask(situation, 'holidays', () => holidays(day, situation.subject), undefined) === true;
}

/** What a rule sees that runs once for a subject. */
export function wholeView({ subject }: Situation, payload: unknown): View {
  return { subject, item: undefined, payload };
}

/** The items that a rule runs for, each with its key; a rule without `each` runs once. */
export function viewsOf(
  rule: CompiledRule,
  situation: Situation,
  payload: unknown,
): readonly { readonly item: string | undefined; readonly view: View }[] {
  const { subject } = situation;
  const { items } = rule;
  if (items === undefined) return [{ item: undefined, view: wholeView(situation, payload) }];
  const all = ask(situation, `items '${rule.each}'`, () => items.of(subject), undefined);
  return all.map((item) => ({
    item: String(ask(situation, `key of items '${rule.each}'`, () => items.key(item), undefined)),
    view: { subject, item, payload },
  }));
}

/** Everybody a rule tells, each once: two roles of one person are one recipient. */
export function recipientsOf(rule: Pick<CompiledRule, 'to'>, situation: Situation, view: View): readonly Recipient[] {
  const recipients: Recipient[] = [];
  for (const { role, find } of rule.to) {
    for (const contact of contactsOf(ask(situation, 'role', find, view, role), situation, role)) {
      const identity = identityOf(contact);
      if (identity === undefined || recipients.some((known) => known.identity === identity)) continue;
      recipients.push({ identity, role, contact });
    }
  }
  return recipients;
}

function contactsOf(told: Told, situation: Situation, role: string | undefined): readonly Contact[] {
  const contacts = listOf(told ?? undefined);
  for (const contact of contacts) {
    if (typeof contact === 'object' && contact !== null) continue;
    throw new OrderbellError(
      'invalid-contact',
      `role '${role}' of ${situation.model.name} '${situation.key}' is ${kindOf(contact)}. Expected a contact such as { name, email, phone }, a list of them, or null for nobody.`,
    );
  }
  return contacts;
}

/**
 * Calls a function of the host; what it throws is wrapped with its name: what it is and, where there are several of that, which. They
 * are put together only then.
 */
export function ask<A, R>(
  situation: Pick<Situation, 'model' | 'key'>,
  what: string,
  fn: (argument: A) => R,
  argument: A,
  which?: string,
): R {
  try {
    return fn(argument);
  } catch (cause) {
    if (cause instanceof OrderbellError) throw cause;
    const name = which === undefined ? what : `${what} '${which}'`;
    const message = `${name} of lifecycle '${situation.model.name}' threw for '${situation.key}': ${messageOf(cause)}`;
    throw new OrderbellError('handler-failed', message, { cause });
  }
}

/** A subject as the rules see it: its states, zone, site and silence beside its data. */
export function situationOf(
  model: LifecycleModel,
  key: string,
  subject: unknown,
  silent: boolean,
  states: Readonly<Record<string, string>> = statesOf(model, subject),
): Situation {
  const site = model.site === undefined ? undefined : ask({ model, key }, 'site', model.site, subject);
  return { model, key, subject, states, zone: zoneOf(model, key, subject), site, silent };
}

/** The zone of a subject. Throws `unknown-zone`, naming the subject. */
function zoneOf(model: LifecycleModel, key: string, subject: unknown): string {
  const zone = ask({ model, key }, 'timeZone', model.timeZone, subject);
  if (!zone)
    throw new OrderbellError('unknown-zone', `${model.name} '${key}': neither its lifecycle nor its site gives a time zone.`);
  try {
    assertZone(zone);
  } catch (cause) {
    throw new OrderbellError('unknown-zone', `${model.name} '${key}': ${messageOf(cause)}`, { cause });
  }
  return zone;
}

/** `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`. */
function alternatives(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.pop() ?? 'any state';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
