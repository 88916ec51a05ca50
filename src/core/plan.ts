/**
 * The plan: what the rules of a table yield for one change. The only place that decides.
 * @module
 */
import { isoWithOffset } from './calendar.js';
import type { CompiledRule } from './compile-rule.js';
import { sharesAddress } from './contact.js';
import { dueInstant, isLate, shifted } from './due.js';
import type { FieldPrints } from './field-change.js';
import { type Job, jobKey, type SkipCode } from './job.js';
import { ask, closedObjection, objection, type Reason, type Recipient, recipientsOf, type Situation, viewsOf } from './judge.js';
import { isOpenMachine, openNames } from './machine.js';
import type { View } from './model.js';
import type { Transition } from './step.js';
import type { CompiledTable } from './table.js';

/** What happened to a subject, for its rules. A re-plan is a change in which nothing happened. */
export interface Change {
  /** The occurrence of the messages it causes: unique for the subject. */
  readonly id: string;
  readonly transitions: readonly Transition[];
  /** Facts, the changes of fields included. */
  readonly facts: readonly string[];
  /** The fields that changed, by name; none where nothing happened. */
  readonly fields?: ReadonlyMap<string, FieldPrints>;
  readonly payload: unknown;
  /** Whether the subject was silent before this change (see {@link Situation.silent} for after it). */
  readonly wasSilent: boolean;
}

/** What a rule yields for one change, for one recipient and channel. Data: nothing has happened yet. */
export type Decision =
  | { readonly kind: 'send'; readonly rule: string; readonly job: Job }
  | { readonly kind: 'schedule'; readonly rule: string; readonly at: Date; readonly job: Job }
  | { readonly kind: 'signal'; readonly rule: string; readonly at: Date; readonly job: Job }
  | {
      readonly kind: 'skip';
      readonly rule: string;
      readonly code: SkipCode;
      readonly why: string;
      /** The job that was wanted and will not be sent; undefined where the rule did not apply. */
      readonly job: Job | undefined;
    };

/**
 * Decides what each rule that the change can touch yields, in the order of the table.
 *
 * Touched are the rules that wait for a state that was entered or a fact that happened, and the deadlines that can run in the
 * present states; the size of the rest of the table costs nothing. `now` is in epoch milliseconds.
 */
export function plan(table: CompiledTable, situation: Situation, change: Change, now: number): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const rule of touched(table, situation, change)) decideRule(rule, situation, change, now, decisions);
  return decisions;
}

/** The rules that a change can touch, in the order of the table. */
function touched(table: CompiledTable, situation: Situation, change: Change): readonly CompiledRule[] {
  const rules = [...table.dueAlways];
  const add = (some: readonly CompiledRule[] = []) => {
    for (const rule of some) rules.push(rule);
  };
  for (const [machine, byState] of table.dueInState) add(byState.get(situation.states[machine] ?? ''));
  for (const transition of change.transitions)
    for (const name of namesEntered(situation, transition)) add(table.onTrigger.get(name));
  for (const fact of change.facts) add(table.onTrigger.get(fact));
  rules.sort((a, b) => a.index - b.index);
  // A rule that was set off twice now stands beside itself.
  return rules.filter((rule, place) => rule !== rules[place - 1]);
}

/** Adds what one rule yields for a change. */
export function decideRule(rule: CompiledRule, situation: Situation, change: Change, now: number, decisions: Decision[]): void {
  const skip = ({ code, why }: Reason) => decisions.push({ kind: 'skip', rule: rule.name, code, why, job: undefined });
  const silent = rule.due === undefined ? change.wasSilent : situation.silent;
  if (silent) return void skip(silence(situation));
  if (rule.due === undefined && !cameFrom(rule, situation, change))
    return void skip({ code: 'from', why: 'the state that was left is another one' });
  const otherValue = otherChange(rule, change);
  if (otherValue !== undefined) return void skip(otherValue);
  const payload = rule.due === undefined ? change.payload : undefined;
  for (const { item, view } of viewsOf(rule, situation, payload)) {
    const outcome = instantFor(rule, situation, change, view, now);
    if ('code' in outcome) skip(outcome);
    else decideRecipients(situation, { rule, item, view, instant: outcome }, now, decisions);
  }
}

/** The reason that nothing is sent for a subject any more. */
export function silence(situation: Situation): Reason {
  return { code: 'state', why: `nothing is sent after ${situation.model.silentAfter.join(' or ')}` };
}

/** What a step enters, by the names that rules wait for: the state, and what else a state of an open machine is called. */
function namesEntered({ model, subject }: Situation, { machine: name, to }: Transition): readonly string[] {
  const machine = model.machines.get(name)?.machine;
  if (machine === undefined || !isOpenMachine(machine)) return [`${name}.${to}`];
  return [to, ...openNames(machine, to, subject)].map((state) => `${name}.${state}`);
}

/** Whether the step left a state that the rule's `from` names, on the way into one that its `on` names. */
function cameFrom(rule: CompiledRule, situation: Situation, change: Change): boolean {
  if (rule.from === undefined) return true;
  if (rule.from === null) return cameToBe(rule, situation, change);
  for (const transition of change.transitions) {
    const { machine, from } = transition;
    if (from === undefined || rule.from.get(machine)?.has(from, situation.subject) !== true) continue;
    if (namesEntered(situation, transition).some((name) => rule.triggers.includes(name))) return true;
  }
  return false;
}

/** Whether the step entered a state that the rule's `on` names without having left any: the subject came to be. */
function cameToBe({ triggers }: CompiledRule, situation: Situation, { transitions }: Change): boolean {
  return transitions.some(
    (step) => step.from === undefined && namesEntered(situation, step).some((name) => triggers.includes(name)),
  );
}

/** Why the change of a field is not the one that the rule asks for (`was`, `is`), or undefined when it is. */
function otherChange({ field, was, is }: CompiledRule, { fields }: Change): Reason | undefined {
  const prints = field === undefined ? undefined : fields?.get(field);
  if (prints === undefined) return undefined;
  if (was?.(prints.was) === false) return { code: 'from', why: `'${field}' had another value before` };
  if (is?.(prints.is) === false) return { code: 'if', why: `'${field}' has another value now` };
  return undefined;
}

/** When a message is due and which occurrence it is, once the rule applies. */
export interface Instant {
  readonly dueAt: number;
  readonly occurrence: string;
  readonly wallTime: string | undefined;
  /** Why it is too late already, if it is. */
  readonly missed: Reason | undefined;
}

function instantFor(rule: CompiledRule, situation: Situation, change: Change, view: View, now: number): Instant | Reason {
  const objected = objection(rule, situation, view);
  if (objected !== undefined) return objected;
  if (rule.due === undefined) {
    return closedObjection(rule, situation, now) ?? { dueAt: now, occurrence: change.id, wallTime: undefined, missed: undefined };
  }
  const due = deadlineOf(rule, situation, view);
  if (due === undefined) return { code: 'no-date', why: `there is no '${rule.due.dateName}'` };
  const closed = closedObjection(rule, situation, Math.max(due.at, now));
  if (closed !== undefined) return closed;
  return { dueAt: due.at, occurrence: due.day, wallTime: due.wallTime, missed: missedReason(rule, due.at, now, situation.zone) };
}

/** The due instant of a deadline rule for a subject (or one of its items); undefined where the date is 'never'. */
export function deadlineOf(rule: CompiledRule, situation: Situation, view: View): ReturnType<typeof dueInstant> {
  const { due } = rule;
  if (due === undefined) return undefined;
  return dueInstant(due, ask(situation, 'date', due.date, view, due.dateName), situation);
}

/** Why a due instant can no longer be met, or undefined while it can: `late` and `expires`, judged from `from`. */
export function missedReason(
  rule: CompiledRule,
  from: number,
  now: number,
  zone: string,
  dueAt: number = from,
): Reason | undefined {
  const expiry = rule.expires && shifted(dueAt, 1, rule.expires, zone);
  if (expiry !== undefined && now > expiry)
    return { code: 'expired', why: `it was to be given up at ${isoWithOffset(expiry, zone)}` };
  if (rule.due !== undefined && isLate(rule.late, from, now, zone))
    return { code: 'late', why: `it was due at ${isoWithOffset(from, zone)}` };
  return undefined;
}

/** A message to be told, whoever is found to be told. */
export interface Telling {
  readonly rule: Pick<CompiledRule, 'name' | 'signal' | 'to' | 'sends' | 'tableVersion'> &
    Partial<Pick<CompiledRule, 'inflight' | 'row'>>;
  readonly item: string | undefined;
  readonly view: View;
  readonly instant: Instant;
  /** The template, where the host asks for the message itself. */
  readonly template?: string;
}

/** Adds a decision for each recipient and channel of a message, or that there is nobody to be told. */
export function decideRecipients(situation: Situation, telling: Telling, now: number, decisions: Decision[]): void {
  const { model, key: subject, zone, site } = situation;
  const { rule, item, view, instant, template } = telling;
  const { occurrence, dueAt, wallTime, missed } = instant;
  const make = (channels: readonly string[], recipient: Recipient | undefined, role: string | undefined): Job => ({
    key: jobKey(model.name, subject, rule.name, item, recipient?.identity, channels, occurrence),
    lifecycle: model.name,
    subject,
    rule: rule.name,
    item,
    recipient: recipient?.identity,
    recipientName: recipient?.contact.name,
    role,
    channels,
    signal: rule.signal,
    occurrence,
    dueAt,
    runAt: Math.max(dueAt, now),
    zone,
    wallTime,
    payload: view.payload,
    direct: template === undefined ? undefined : { template, contact: role === undefined ? recipient?.contact : undefined },
    site,
    version: rule.tableVersion,
    pinned: rule.inflight === 'pin' ? rule.row : undefined,
  });
  const decide = (job: Job) => decisions.push(decisionOf(job, missed, now));
  if (rule.signal !== undefined) return void decide(make([], undefined, undefined));
  const recipients = recipientsOf(rule, situation, view);
  for (const recipient of recipients) {
    for (const channels of rule.sends) {
      const job = make(channels, recipient, recipient.role);
      const twin = twinOf(recipient, channels, recipients);
      if (twin === undefined) decide(job);
      else decisions.push({ kind: 'skip', rule: rule.name, ...twin, job });
    }
  }
  if (recipients.length > 0) return;
  const roles = rule.to.map(({ role }) => `'${role}'`).join(' or ');
  const why = template === undefined ? `there is no ${roles}` : 'there is nobody to send it to';
  for (const channels of rule.sends) {
    const job = make(channels, undefined, rule.to[0]?.role);
    decisions.push({ kind: 'skip', rule: rule.name, code: 'no-recipient', why, job });
  }
}

/**
 * Why a recipient is not told what somebody with another role is told already: all channels lead to the same address. Two people of one
 * role who share an address are told both, since each is told something of their own.
 */
function twinOf({ role, contact }: Recipient, channels: readonly string[], recipients: readonly Recipient[]): Reason | undefined {
  for (const other of recipients) {
    if (other.contact === contact) return undefined;
    const isSame = other.role !== role && channels.every((channel) => sharesAddress(contact, other.contact, channel));
    const who = other.contact.name ?? other.role;
    if (isSame) return { code: 'duplicate', why: `${who} is told at the same address, as '${other.role}'` };
  }
  return undefined;
}

function decisionOf(job: Job, missed: Reason | undefined, now: number): Decision {
  const { rule, dueAt } = job;
  if (missed !== undefined) return { kind: 'skip', rule, code: missed.code, why: missed.why, job };
  if (job.signal !== undefined) return { kind: 'signal', rule, at: new Date(job.runAt), job };
  return dueAt > now ? { kind: 'schedule', rule, at: new Date(dueAt), job } : { kind: 'send', rule, job };
}
