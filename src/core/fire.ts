/**
 * The check at fire time: everything that was decided when a job was planned is asked again of fresh data.
 * @module
 */
import { type CompiledRule, compileRecipient } from './compile-rule.js';
import { addressOf, hasControlCharacters } from './contact.js';
import { shifted } from './due.js';
import { messageOf, OrderbellError } from './errors.js';
import type { DirectMessage, Job, StoredJob } from './job.js';
import { ask, objection, type Reason, type Recipient, recipientsOf, type Situation, viewsOf, wholeView } from './judge.js';
import type { View } from './model.js';
import { type MobileNumber, smsNumber } from './phone.js';
import { ruleFor } from './pinned.js';
import { type Decision, deadlineOf, decideRule, missedReason, silence } from './plan.js';
import { isDeadline, outdatedBy, unwanted } from './reconcile.js';
import type { Category, Fitting, Until } from './rule.js';
import type { DeliverySettings, Limit } from './settings.js';
import type { CompiledTable } from './table.js';
import { openingOf } from './window.js';

/** What the check of a claimed job yields. */
export type Verdict =
  | {
      readonly kind: 'deliver';
      readonly view: View;
      /** Undefined for signals. */
      readonly recipient: Recipient | undefined;
      readonly template: string;
      readonly category: Category;
      readonly urgent: boolean;
      /** For SMS. */
      readonly fitting: Fitting | undefined;
      /** When the rule gives it up, in epoch milliseconds. */
      readonly expiresAt: number | undefined;
      /** Set where the next channel follows unless the message is delivered. */
      readonly until: Until | undefined;
      /** Whether the rule does not plan it by these channels: it may follow another job. */
      readonly mayFollow: boolean;
      /** Whom it is from, where its rule says so. */
      readonly sender: string | undefined;
    }
  /** Wanted, and not to be sent: it becomes `skipped`. */
  | { readonly kind: 'skip'; readonly reason: Reason }
  /** Not this one any more: it becomes `withdrawn`, and the subject is planned anew. */
  | { readonly kind: 'withdraw'; readonly code: 'withdrawn' | 'superseded'; readonly why: string }
  /** Later on the same day. */
  | { readonly kind: 'postpone'; readonly dueAt: number; readonly wallTime: string | undefined };

/**
 * Whether a job's subject has to be planned again before the job is checked: another table than the present one planned it, and its
 * rule says `inflight: 're-plan'`. Then only what the present table wants is sent. The message of a change cannot be planned
 * again, because what has happened does not happen twice; it is judged as `follow` does.
 */
export function needsReplan(table: CompiledTable, job: Job): boolean {
  const rule = table.byName.get(job.rule);
  if (rule?.inflight !== 're-plan' || rule.tableVersion === job.version) return false;
  return job.direct === undefined && job.pinned === undefined && isDeadline(job);
}

/**
 * Asks a claimed job's rule again: is it still there, does it still apply, is it still due, is the recipient still the one? Where the
 * table has changed meanwhile, `inflight` says which row is asked. Throws `invalid-rules` where that is a pinned one whose names are gone.
 */
export function checkAtFireTime(table: CompiledTable, situation: Situation, job: StoredJob, now: number): Verdict {
  const rule = ruleFor(table, job);
  if (job.direct !== undefined) return checkDirect(rule, situation, job, job.direct);
  const outdated = outdatedBy(rule, job);
  if (rule === undefined || outdated !== undefined) return { kind: 'withdraw', code: 'withdrawn', why: outdated ?? '' };
  if (isDeadline(job) && situation.silent) return skip(silence(situation));
  const withdrawn = needsReplan(table, job) ? unwanted(table, situation, plannedAnew(rule, situation, now), job, now) : undefined;
  if (withdrawn !== undefined) return { kind: 'withdraw', code: withdrawn.code, why: withdrawn.why };
  if (rule.items === undefined && job.item === undefined)
    return checkView(rule, situation, job, wholeView(situation, job.payload), now);
  // Several only where the host gives two items one key: the job is that of either.
  const verdicts = viewsOf(rule, situation, job.payload)
    .filter(({ item }) => item === job.item)
    .map(({ view }) => checkView(rule, situation, job, view, now));
  const gone = skip({ code: 'no-recipient', why: `${rule.each} has no '${job.item}' any more` });
  return verdicts.find(({ kind }) => kind === 'deliver' || kind === 'postpone') ?? verdicts[0] ?? gone;
}

function skip(reason: Reason): Verdict {
  return { kind: 'skip', reason };
}

function checkView(rule: CompiledRule, situation: Situation, job: Job, view: View, now: number): Verdict {
  const objected = objection(rule, situation, view);
  if (objected !== undefined) return skip(objected);
  const moved = isDeadline(job) ? movedDeadline(rule, situation, job, view, now) : undefined;
  if (moved !== undefined) return moved;
  const missed = missedReason(rule, job.runAt, now, situation.zone, job.dueAt);
  if (missed !== undefined) return skip(missed);
  const { template, category, urgent, fitting, until, sender } = rule;
  const mayFollow = rule.signal === undefined && !rule.sends.some((channels) => isSame(channels, job.channels));
  const recipients = rule.signal === undefined ? recipientsOf(rule, situation, view) : [];
  const recipient = recipientNamed(recipients, job.recipient);
  const expiresAt = rule.expires && shifted(job.dueAt, 1, rule.expires, situation.zone);
  if (rule.signal !== undefined || recipient !== undefined)
    return { kind: 'deliver', view, recipient, template, category, urgent, fitting, expiresAt, until, mayFollow, sender };
  if (recipients.length === 0) return skip(nobody(job));
  const why = `'${job.role}' is somebody else now`;
  return isDeadline(job) ? { kind: 'withdraw', code: 'superseded', why } : skip({ code: 'no-recipient', why });
}

function recipientNamed(recipients: readonly Recipient[], identity: string | undefined): Recipient | undefined {
  return recipients.find((recipient) => recipient.identity === identity);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((channel, at) => channel === others[at]);
}

function nobody({ role }: Job): Reason {
  return { code: 'no-recipient', why: `there is no '${role}' any more` };
}

/** A message that the host asked for itself: no rule decides whether, but its recipient may be gone. What it is, its rule says, if any. */
function checkDirect(
  rule: CompiledRule | undefined,
  situation: Situation,
  job: Job,
  { template, contact }: DirectMessage,
): Verdict {
  const view = directView(rule, situation, job);
  if (view === undefined) return skip({ code: 'no-recipient', why: `${rule?.each} has no '${job.item}' any more` });
  const scope = (job.item === undefined ? undefined : rule?.items) ?? situation.model.root;
  const { category = 'transactional', urgent = false, fitting, sender } = rule ?? {};
  const to = [compileRecipient(scope, contact ?? job.role ?? '')];
  const recipient = recipientNamed(recipientsOf({ to }, situation, view), job.recipient);
  if (recipient === undefined) return skip(nobody(job));
  return {
    kind: 'deliver',
    view,
    recipient,
    template,
    category,
    urgent,
    fitting,
    sender,
    expiresAt: undefined,
    until: undefined,
    mayFollow: false,
  };
}

/** What a message without a rule's consent is about: the subject, or the item of the one that is sent again. */
function directView(rule: CompiledRule | undefined, situation: Situation, job: Job): View | undefined {
  if (job.item === undefined || rule === undefined) return wholeView(situation, job.payload);
  return viewsOf(rule, situation, job.payload).find(({ item }) => item === job.item)?.view;
}

/** What a rule wants of a subject to which nothing has happened. */
function plannedAnew(rule: CompiledRule, situation: Situation, now: number): readonly Decision[] {
  const decisions: Decision[] = [];
  const nothing = { id: '', transitions: [], facts: [], payload: undefined, wasSilent: situation.silent };
  decideRule(rule, situation, nothing, now, decisions);
  return decisions;
}

/** What has become of a deadline whose date is another one in the fresh data; undefined where it still holds. */
function movedDeadline(rule: CompiledRule, situation: Situation, job: Job, view: View, now: number): Verdict | undefined {
  const due = deadlineOf(rule, situation, view);
  if (due === undefined) return skip({ code: 'no-date', why: `there is no '${rule.due?.dateName}' any more` });
  if (due.day !== job.occurrence) return { kind: 'withdraw', code: 'superseded', why: `it is now due on ${due.day}` };
  if (due.at !== job.dueAt && due.at > now) return { kind: 'postpone', dueAt: due.at, wallTime: due.wallTime };
  return undefined;
}

/** What a channel says to a message that is ready to be rendered. */
export type ChannelVerdict =
  | {
      readonly kind: 'open';
      /** As the contact has it: what is recorded. */
      readonly address: string;
      /** Where it goes: E.164 for SMS. */
      readonly to: string;
      readonly destination: MobileNumber['destination'];
    }
  | { readonly kind: 'closed'; readonly reason: Reason }
  /** Outside the channel's window: to be tried again from this instant. */
  | { readonly kind: 'defer'; readonly until: number; readonly why: string };

/**
 * Whether a channel may be used for a recipient now: address, switch and, unless the message is urgent, window. Limits are counted by
 * {@link limitReason}.
 */
export function checkChannel(
  channel: string,
  recipient: Recipient,
  situation: Situation,
  settings: DeliverySettings,
  now: number,
  urgent: boolean,
): ChannelVerdict {
  const address = addressOf(recipient.contact, channel);
  const who = recipient.contact.name ?? recipient.role ?? 'the recipient';
  if (address === undefined) return closed('no-address', `${who} has no address for ${channel}`);
  if (hasControlCharacters(address))
    return closed('no-address', `the ${channel} address of ${who} contains a line break or another control character`);
  const mobile = channel === 'sms' ? mobileOf(address, situation, settings) : undefined;
  if (mobile !== undefined && 'why' in mobile) return closed('no-address', mobile.why);
  const enabled = settings.enabled[channel];
  // The subject is that of the lifecycle whose rules use the channel; `enabled` is typed by the host's own subjects.
  if (enabled !== undefined && !ask(situation, `enabled.${channel}`, enabled, situation.subject as never)) {
    return closed('channel-off', `${channel} is switched off`);
  }
  const open: ChannelVerdict = { kind: 'open', address, to: mobile?.number ?? address, destination: mobile?.destination };
  if (urgent) return open;
  const opening = openingOf(settings, channel, situation, now);
  if (opening.kind === 'later') return { kind: 'defer', until: opening.until, why: opening.why };
  return opening.kind === 'closed' ? closed('channel-off', opening.why) : open;
}

/** The number of an SMS, or why there is none; undefined where nobody reads numbers. Throws `invalid-value`, naming the subject. */
function mobileOf(
  address: string,
  situation: Situation,
  { readPhone }: DeliverySettings,
): ReturnType<typeof smsNumber> | undefined {
  if (readPhone === undefined) return undefined;
  const { model, key, subject } = situation;
  const country = ask(situation, 'country', model.country, subject) || undefined;
  try {
    return smsNumber(address, country, readPhone);
  } catch (cause) {
    throw new OrderbellError('invalid-value', `${model.name} '${key}': ${messageOf(cause)}`, { cause });
  }
}

function closed(code: Reason['code'], why: string): ChannelVerdict {
  return { kind: 'closed', reason: { code, why } };
}

/** The instant from which messages count against a limit: exact hours and minutes, or whole calendar days before now. */
export function limitSince(limit: Limit, now: number, zone: string): number {
  return shifted(now, -1, limit.per, zone);
}

/** Why a limit forbids one more message, or undefined while it does not. */
export function limitReason(limit: Limit, channel: string, sent: number): Reason | undefined {
  if (sent < limit.max) return undefined;
  const [unit = 'days', length = 0] = Object.entries(limit.per).find(([, amount]) => amount !== undefined) ?? [];
  const within = length === 1 ? unit.replace(/s$/, '') : `${length} ${unit}`;
  return { code: 'limit', why: `${sent} sent by ${channel} within the last ${within} already; the limit is ${limit.max}` };
}
