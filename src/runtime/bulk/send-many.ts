/**
 * Sending many messages: entry by entry, with a book of who was told that outlives the process.
 * @module
 */
import { addressOf, type Contact, hasControlCharacters, normalAddress } from '../../core/contact.js';
import { messageOf, OrderbellError } from '../../core/errors.js';
import { type ParsedSubject, readSubject } from '../../core/handle.js';
import { recipientsOf, situationOf } from '../../core/judge.js';
import type { Decision } from '../../core/plan.js';
import type { Shape } from '../../core/shape.js';
import type { CompiledTable } from '../../core/table.js';
import { bag, kindOf } from '../../core/untyped.js';
import type { SendRequest } from '../changes.js';
import { decideDirect, directTelling, instantOf } from '../direct.js';
import type { OperationsContext } from '../operations/context.js';
import { countOf } from '../operations/names.js';
import { recordsOf } from '../records.js';
import { freshSubject, siteRead, tableFor, unknownSubject } from '../subjects.js';
import { BatchBook } from './batch-book.js';
import type { BulkCounts, BulkFailure, BulkOptions, BulkResult } from './bulk.js';
import { chunksOf, type Entry, nameOf } from './chunks.js';

const call = 'sendMany()';

/** Entries that are planned at a time: a database elsewhere is not waited for one by one. */
const lanes = 8;

/** Failures that a result lists; of a wrong list there may be a million. */
const mostFailures = 100;

/** Plans the messages of a source. Every call with one batch name together tells each recipient once. */
export async function sendMany<Tx>(
  context: OperationsContext<Tx>,
  source: Iterable<unknown> | AsyncIterable<unknown>,
  options: BulkOptions,
): Promise<BulkResult> {
  const { batch, perSecond, total, onProgress, signal } = options ?? {};
  if (typeof batch !== 'string' || !/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,59}$/u.test(batch))
    refuse(`'batch' is ${kindOf(batch)}. Expected a name of letters, digits, '-' and '_', at most 60: 'spring-2026'.`);
  if (perSecond !== undefined && !(Number.isFinite(perSecond) && perSecond > 0))
    refuse(`'perSecond' is ${String(perSecond)}. Expected a number above 0.`);
  if (typeof source !== 'object' || source === null || !(Symbol.iterator in source || Symbol.asyncIterator in source))
    refuse(`expected a list, or something that can be iterated, got ${kindOf(source)}.`);
  const size = countOf(call, 'chunk', options.chunk, 100);
  const { clock, store } = context.parts;
  const book = new BatchBook(recordsOf(store, call), batch, () => clock.now().getTime());
  const run = new Run(context, book, options, await book.pace());
  const chunks = chunksOf(source, size, () => signal?.aborted === true);
  try {
    for (;;) {
      const { value, done } = await chunks.next();
      if (done === true) return { ...run.counts, total, done: value, failures: run.failures };
      await run.take(value);
      onProgress?.({ ...run.counts, total });
    }
  } finally {
    // Whatever ends the run, the source is closed.
    await chunks.return(false);
  }
}

class Run<Tx> {
  readonly #context: OperationsContext<Tx>;
  readonly #book: BatchBook<Tx>;
  readonly #options: BulkOptions;
  readonly #at: number;
  /** The instant of the next message, where they are spaced. */
  #next: number;
  readonly failures: BulkFailure[] = [];
  counts: Omit<BulkCounts, 'total'> = { read: 0, planned: 0, repeated: 0, duplicates: 0, failed: 0 };

  constructor(context: OperationsContext<Tx>, book: BatchBook<Tx>, options: BulkOptions, pace: number) {
    this.#context = context;
    this.#book = book;
    this.#options = options;
    this.#at = options.at === undefined ? 0 : instantOf(call, options.at);
    this.#next = Math.max(pace, this.#at);
  }

  /** Deals with a chunk. One that an earlier run was done with is not looked at again. */
  async take(chunk: readonly Entry[]): Promise<void> {
    const name = nameOf(chunk);
    const mark = name === undefined ? undefined : await this.#book.mark(name);
    const before = this.counts;
    this.#count({ read: chunk.length, repeated: mark?.messages ?? 0, duplicates: mark?.duplicates ?? 0 });
    if (mark !== undefined) return;
    for (let first = 0; first < chunk.length; first += lanes) await this.#planned(chunk.slice(first, first + lanes));
    if (this.#options.perSecond !== undefined) await this.#book.notePace(this.#next);
    if (name === undefined || this.counts.failed > before.failed) return;
    const messages = this.counts.planned + this.counts.repeated - before.planned - before.repeated;
    await this.#book.note(name, { messages, duplicates: this.counts.duplicates - before.duplicates });
  }

  /** Plans a few entries at a time, and waits for all of them even where one of them ends the run. */
  async #planned(entries: readonly Entry[]): Promise<void> {
    const results = await Promise.allSettled(entries.map((entry) => this.#plan(entry)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async #plan({ index, value }: Entry): Promise<void> {
    const { lifecycle, subject } = bag(value);
    const name = typeof bag(lifecycle)['name'] === 'string' ? String(bag(lifecycle)['name']) : undefined;
    const place = { index, lifecycle: name, subject: typeof subject === 'string' ? subject : undefined };
    try {
      if (name === undefined) refuse(`expected an entry such as { lifecycle, subject, rule }, got ${kindOf(value)}.`);
      const table = tableFor(this.#context.parts, name);
      const parsed = await this.#subject(table, subject);
      // The names in a request are looked up among those of the lifecycle itself, and everything else of it is checked.
      const reason = await this.#tell(table, parsed, subject, value as SendRequest<Shape>);
      if (reason !== undefined) this.#failed({ ...place, subject: parsed.key, ...reason });
    } catch (error) {
      if (endsRun(error)) throw error;
      const code = error instanceof OrderbellError ? error.code : 'handler-failed';
      this.#failed({ ...place, code, why: messageOf(error), error });
    }
  }

  async #subject(table: CompiledTable, subject: unknown): Promise<ParsedSubject> {
    const { parts } = this.#context;
    if (typeof subject !== 'string') return readSubject(table.model, subject);
    const ref = { lifecycle: table.model.name, subject };
    const found = await freshSubject(parts, ref, await parts.store.subject(ref), undefined);
    if (found === undefined) throw unknownSubject(parts, ref);
    return found;
  }

  /** Plans the messages of one entry, whose subject is `given` by its key or its data; yields why there are none, where nobody can be told. */
  async #tell(
    table: CompiledTable,
    parsed: ParsedSubject,
    given: unknown,
    asked: SendRequest<Shape>,
  ): Promise<{ readonly code: string; readonly why: string } | undefined> {
    const { parts, changes } = this.#context;
    const { model } = table;
    const telling = directTelling(call, table, asked, [...parts.transports.keys()], parts.templates.get(model.name));
    await siteRead(parts, model, parsed);
    const { key, subject } = parsed;
    const situation = situationOf(model, key, subject, false);
    const view = { subject, item: undefined, payload: telling.payload };
    const contacts = new Map(recipientsOf(telling.rule, situation, view).map(({ identity, contact }) => [identity, contact]));
    const now = parts.clock.now().getTime();
    const decisions: Decision[] = [];
    for (const decision of decideDirect(telling, situation, `batch-${this.#options.batch}`, now)) {
      const contact = decision.kind === 'skip' ? undefined : contacts.get(decision.job.recipient ?? '');
      if (decision.kind === 'skip' || contact === undefined) decisions.push(decision);
      else decisions.push(await this.#claimed(decision, contact, telling.at, now));
    }
    const wanted = decisions.flatMap(({ kind, job }) => (kind === 'skip' || job === undefined ? [] : [job.key]));
    const duplicates = decisions.filter((decision) => decision.kind === 'skip' && decision.code === 'duplicate').length;
    // A subject that was read here is read again where nobody else can change it: what it was a moment ago must not be written back.
    const request = { kind: 'refresh', subject: typeof given === 'string' ? key : subject } as const;
    const { answer, planned } = await changes.change({ lifecycle: model.name, request, direct: () => decisions });
    if (!answer.ok) return { code: answer.code, why: answer.message };
    const fresh = wanted.filter((key) => planned.includes(key)).length;
    this.#count({ planned: fresh, repeated: wanted.length - fresh, duplicates });
    if (wanted.length + duplicates > 0) return undefined;
    const [first] = decisions;
    return first?.kind === 'skip' ? { code: first.code, why: first.why } : undefined;
  }

  /** A decision to send, with its instant; or to skip, where there is no address, or where it was told already. */
  async #claimed(
    decision: Exclude<Decision, { readonly kind: 'skip' }>,
    contact: Contact,
    at: number | undefined,
    now: number,
  ): Promise<Decision> {
    const { rule, job } = decision;
    const who = contact.name ?? job.role ?? 'the recipient';
    const [reached] = job.channels.flatMap((channel) => {
      const address = addressOf(contact, channel);
      return address === undefined || hasControlCharacters(address) ? [] : [`${channel} ${normalAddress(channel, address)}`];
    });
    if (reached === undefined)
      return { kind: 'skip', rule, code: 'no-address', why: `${who} has no address for ${job.channels.join(' or ')}`, job };
    const name = this.#options.oncePerAddress === false ? job.key : reached;
    const { holder, dueAt } = await this.#book.claim(name, job.key, () => at ?? this.#instant(now));
    if (holder === 'taken')
      return { kind: 'skip', rule, code: 'duplicate', why: `batch '${this.#options.batch}' tells this address already`, job };
    return dueAt > now
      ? { kind: 'schedule', rule, at: new Date(dueAt), job: { ...job, dueAt, runAt: dueAt } }
      : { kind: 'send', rule, job: { ...job, dueAt, runAt: now } };
  }

  /** The instant of one more message. */
  #instant(now: number): number {
    const { perSecond } = this.#options;
    if (perSecond === undefined) return Math.max(now, this.#at);
    const instant = Math.max(now, this.#next);
    this.#next = instant + 1000 / perSecond;
    return Math.floor(instant);
  }

  #failed(failure: BulkFailure): void {
    this.#count({ failed: 1 });
    if (this.failures.length < mostFailures) this.failures.push(failure);
    this.#options.onFailure?.(failure);
  }

  #count(more: Partial<Omit<BulkCounts, 'total'>>): void {
    const { read, planned, repeated, duplicates, failed } = this.counts;
    this.counts = {
      read: read + (more.read ?? 0),
      planned: planned + (more.planned ?? 0),
      repeated: repeated + (more.repeated ?? 0),
      duplicates: duplicates + (more.duplicates ?? 0),
      failed: failed + (more.failed ?? 0),
    };
  }
}

/** Whether an error is not one entry's: the store cannot be used, and every other entry would fail as well. */
function endsRun(error: unknown): boolean {
  if (!(error instanceof OrderbellError)) return false;
  return error.code.startsWith('store-') || ['conflict', 'invalid-client', 'queue-unavailable'].includes(error.code);
}

function refuse(message: string): never {
  throw new OrderbellError('invalid-argument', `${call}: ${message}`);
}
