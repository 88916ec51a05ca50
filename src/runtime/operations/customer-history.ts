/**
 * The customer's view of a history: what was sent to them, and nothing that is not theirs.
 * @module
 */
import { compileRecipient } from '../../core/compile-rule.js';
import { addressOf, type Contact, identityOf } from '../../core/contact.js';
import { OrderbellError, unknownName } from '../../core/errors.js';
import type { StoredJob } from '../../core/job.js';
import { ask, recipientsOf, type Situation, situationOf } from '../../core/judge.js';
import { maskedAddress } from '../../core/masked-address.js';
import type { LifecycleModel } from '../../core/model.js';
import { isLostState } from '../../core/receipt.js';
import type { Shape } from '../../core/shape.js';
import type { SubjectRef } from '../../ports/store.js';
import { freshSubject, siteRead, tableFor } from '../subjects.js';
import type { OperationsContext } from './context.js';
import type { CustomerHistoryOptions, CustomerMessage } from './customer-message.js';
import { countOf } from './names.js';

const call = 'customerHistory()';

/**
 * What was sent, by the instant it was sent at, and what is planned behind it. What was skipped, withdrawn or given up never went out
 * and is not shown; neither is a signal, nor what nobody in one of the roles was told, nor what those were told who may read what is internal.
 */
export async function customerHistory<Tx, S extends Shape>(
  { parts }: OperationsContext<Tx>,
  lifecycle: { readonly name: string },
  key: string,
  options: CustomerHistoryOptions<S> = {},
): Promise<readonly CustomerMessage[]> {
  const { model, byName } = tableFor(parts, lifecycle.name);
  const roles = new Set(rolesOf(model, options.roles));
  const isTheirs = readerOf(options.recipient);
  const place = options.after === undefined ? undefined : placeOf(options.after);
  const limit = options.limit === undefined ? undefined : countOf(call, 'limit', options.limit, 0);
  const ref: SubjectRef = { lifecycle: model.name, subject: key };
  const jobs = (await parts.store.history(ref)).filter(
    (job) => job.signal === undefined && job.role !== undefined && roles.has(job.role) && isTheirs(job),
  );
  const situation = await presentOf(parts, ref, model);
  const contacts = situation === undefined ? undefined : contactsOf(situation, [...roles]);
  const locale = options.locale ?? (situation && ask(situation, 'locale', model.locale, situation.subject));
  const templates = parts.templates.get(model.name);
  const entries = inOrder(jobs, options.planned === true);
  const start = place === undefined ? 0 : entries.filter((entry) => compare(entry, place) <= 0).length;
  return entries.slice(start, limit === undefined ? undefined : start + limit).map(({ job, ...entry }): CustomerMessage => {
    const channel = job.channel ?? job.channels[0] ?? '';
    const contact = job.recipient === undefined ? undefined : contacts?.get(job.recipient);
    const address = job.content?.address ?? (contact && addressOf(contact, channel));
    const template = job.direct?.template ?? byName.get(job.rule)?.template ?? job.rule;
    return {
      id: idOf(entry),
      at: new Date(entry.at),
      state: entry.phase === 'planned' ? 'planned' : stateOf(job),
      channel,
      role: job.role ?? '',
      address: address && maskedAddress(channel, address),
      rule: job.rule,
      title: templates?.title?.(template, [locale]),
    };
  });
}

/** The roles that may be shown: none of the shop's own. Nobody guesses whose affair a message is where there are several. */
function rolesOf(model: LifecycleModel, given: readonly string[] | undefined): readonly string[] {
  const scopes = [model.root, ...model.items.values()];
  const known = [...new Set(scopes.flatMap(({ roles }) => [...roles.keys()]))].filter(
    (role) => model.internal?.roles.has(role) !== true,
  );
  const own = Array.isArray(given) ? given.find((role) => model.internal?.roles.has(role)) : undefined;
  if (own !== undefined) {
    const fix = `What is for the shop's own people is shown to no customer. Known: ${known.join(', ')}.`;
    throw new OrderbellError('unknown-role', `${call}: '${own}' is a role of 'internal.for'. ${fix}`);
  }
  if (given === undefined && known.length <= 1) return known;
  if (!Array.isArray(given) || given.length === 0) {
    const wrong = given === undefined ? `'${model.name}' has several roles` : `'roles' is no list of roles`;
    const example = known.length === 0 ? '' : `, such as { roles: ['${known[0]}'] }. Known: ${known.join(', ')}`;
    throw new OrderbellError('invalid-argument', `${call}: ${wrong}. Say whose messages the customer may see${example}.`);
  }
  const unknown = given.find((role) => !known.includes(role));
  if (unknown === undefined) return given;
  throw new OrderbellError('unknown-role', `${call}: ${unknownName('role', String(unknown), known)}`);
}

/** Whether a job told the one who is asking. */
function readerOf(recipient: Contact | string | undefined): (job: StoredJob) => boolean {
  if (recipient === undefined) return () => true;
  const identity = typeof recipient === 'string' ? recipient : identityOf(recipient);
  if (identity) return (job) => job.recipient === identity;
  throw new OrderbellError('invalid-argument', `${call}: 'recipient' is empty. Expected a contact, or its id.`);
}

/** The subject as it is now; undefined where it was forgotten or deleted. */
async function presentOf<Tx>(
  parts: OperationsContext<Tx>['parts'],
  ref: SubjectRef,
  model: LifecycleModel,
): Promise<Situation | undefined> {
  const stored = await parts.store.subject(ref);
  const parsed = await freshSubject(parts, ref, stored, undefined);
  if (parsed === undefined) return undefined;
  await siteRead(parts, model, parsed);
  return situationOf(model, parsed.key, parsed.subject, stored?.silent ?? false);
}

/** Who has one of the roles now, by what tells them apart. */
function contactsOf(situation: Situation, roles: readonly string[]): ReadonlyMap<string, Contact> {
  const { model, subject } = situation;
  const contacts = new Map<string, Contact>();
  const add = (scope: LifecycleModel['root'], item: unknown) => {
    const to = roles.filter((role) => scope.roles.has(role)).map((role) => compileRecipient(scope, role));
    for (const { identity, contact } of recipientsOf({ to }, situation, { subject, item, payload: undefined }))
      if (!contacts.has(identity)) contacts.set(identity, contact);
  };
  add(model.root, undefined);
  for (const [name, scope] of model.items)
    for (const item of ask(situation, `items '${name}'`, scope.of, subject)) add(scope, item);
  return contacts;
}

/** What became of a message that went out, as far as anybody knows. */
function stateOf({ status, receipt }: StoredJob): CustomerMessage['state'] {
  if (status === 'unknown') return 'unclear';
  if (receipt?.state === 'delivered') return 'delivered';
  return receipt !== undefined && isLostState(receipt.state) ? 'undelivered' : 'sent';
}

/** Where a message stands: by its instant, and by the order of planning where several have the same. */
interface Place {
  readonly phase: 'sent' | 'planned';
  readonly at: number;
  readonly turn: number;
}

interface Entry extends Place {
  readonly job: StoredJob;
}

function inOrder(jobs: readonly StoredJob[], planned: boolean): readonly Entry[] {
  const entries = jobs.flatMap((job): readonly Entry[] => {
    if (job.status === 'sent' || job.status === 'unknown')
      return [{ phase: 'sent', at: job.settledAt ?? job.runAt, turn: 0, job }];
    const isPlanned = planned && (job.status === 'scheduled' || job.status === 'in-flight');
    return isPlanned ? [{ phase: 'planned', at: job.runAt, turn: 0, job }] : [];
  });
  // A sort is stable: what is equal stays in the order of planning.
  const sorted: Entry[] = [];
  for (const entry of entries.sort(compare)) {
    const last = sorted.at(-1);
    const isTie = last !== undefined && compare({ ...last, turn: 0 }, entry) === 0;
    sorted.push({ ...entry, turn: isTie ? last.turn + 1 : 0 });
  }
  return sorted;
}

function compare(one: Place, other: Place): number {
  if (one.phase !== other.phase) return one.phase === 'sent' ? -1 : 1;
  return one.at - other.at || one.turn - other.turn;
}

/** A name that says no more than the message itself does: a job's key names its recipient, and even a hash of it can be guessed at. */
function idOf({ phase, at, turn }: Place): string {
  return `${phase}-${at}-${turn}`;
}

function placeOf(after: string): Place {
  const [, phase, at, turn] = /^(sent|planned)-(\d{1,16})-(\d{1,9})$/.exec(String(after)) ?? [];
  if (phase === undefined)
    throw new OrderbellError(
      'invalid-argument',
      `${call}: 'after' is not the id of a message. Expected that of the last one shown.`,
    );
  return { phase: phase === 'sent' ? 'sent' : 'planned', at: Number(at), turn: Number(turn) };
}
