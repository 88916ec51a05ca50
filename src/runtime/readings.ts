/**
 * Readings: fresh data of the subjects whose jobs are being delivered.
 * @module
 */
import { OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import type { ParsedSubject } from '../core/handle.js';
import { type Situation, situationOf } from '../core/judge.js';
import type { StoredSubject, SubjectRef } from '../ports/store.js';
import { subjectOf } from './lanes.js';
import type { Parts } from './setup.js';
import { after, type Soon } from './soon.js';
import { freshSubject, keptSubject, siteRead, tableFor } from './subjects.js';
import { withTimeout } from './timeout.js';

/** What a job is judged by. */
export interface Basis {
  /** Undefined where the subject is gone. */
  readonly situation: Situation | undefined;
  /** The subject's changes until then; zero where it is not known. */
  readonly revision: number;
}

/** The data of one subject, read once for all jobs of it that are begun together. */
export class Reading<Tx> {
  readonly ref: SubjectRef;
  readonly #parts: Parts<Tx>;
  #stored: { readonly subject: StoredSubject | undefined } | undefined;
  #basis: Soon<Basis> | undefined;

  constructor(parts: Parts<Tx>, ref: SubjectRef) {
    this.#parts = parts;
    this.ref = ref;
  }

  /** What is stored of it was read a moment ago. */
  know(subject: StoredSubject | undefined): void {
    this.#stored = { subject };
  }

  /** The subject as it is now. Throws, or rejects with, what `load` or the schema has to say. */
  basis(): Soon<Basis> {
    this.#basis ??= this.#read();
    return this.#basis;
  }

  /** A job of the subject has ended: whoever comes later reads anew. */
  forget(): void {
    this.#stored = undefined;
    this.#basis = undefined;
  }

  #read(): Soon<Basis> {
    const { ref } = this;
    if (this.#stored !== undefined) return basisOf(this.#parts, ref, this.#stored.subject);
    return this.#parts.store
      .subject(ref)
      .catch(unread(ref))
      .then((stored) => basisOf(this.#parts, ref, stored));
  }
}

/** The names of the subjects of jobs, as {@link subjectOf} has them, and a reading for each of these. */
export function readingsOf<Tx>(
  parts: Parts<Tx>,
  held: readonly { readonly job: SubjectRef }[],
): { readonly subjects: readonly string[]; readonly readings: ReadonlyMap<string, Reading<Tx>> } {
  const readings = new Map<string, Reading<Tx>>();
  const subjects = held.map(({ job }) => {
    const subject = subjectOf(job);
    if (!readings.has(subject)) readings.set(subject, new Reading(parts, job));
    return subject;
  });
  return { subjects, readings };
}

/** Asks the store for several subjects at once, where it can be asked so: they are then at hand, and nobody waits for them. Never rejects. */
export async function readTogether<Tx>({ store }: Pick<Parts<Tx>, 'store'>, readings: readonly Reading<Tx>[]): Promise<void> {
  if (readings.length < 2 || store.subjectsNamed === undefined) return;
  try {
    const stored = await store.subjectsNamed(readings.map(({ ref }) => ref));
    for (const [place, reading] of readings.entries()) reading.know(stored[place]);
  } catch {
    // One by one, each job hears what is wrong with its own subject.
  }
}

/** A subject with what is stored of it. Its data may be newer than its revision, but never older. */
export function basisOf<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): Soon<Basis> {
  const situation = parts.loaders.has(ref.lifecycle) ? loaded(parts, ref, stored) : kept(parts, ref, stored);
  return after(situation, (known) => ({ situation: known, revision: stored?.revision ?? 0 }));
}

/** Whatever a store throws here: nothing is sent yet, and nothing is unknown. */
function unread({ lifecycle, subject }: SubjectRef): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof OrderbellError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('store-unavailable', `${lifecycle} '${subject}' could not be read: ${message}`, { cause });
  };
}

async function loaded<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): Promise<Situation | undefined> {
  try {
    const load = () => freshSubject(parts, ref, stored, undefined);
    return await judgeable(parts, ref, stored, await withTimeout(parts, `load.${ref.lifecycle}`, load));
  } catch (cause) {
    throw unreadable(ref, cause);
  }
}

function kept<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): Soon<Situation | undefined> {
  try {
    return judgeable(parts, ref, stored, keptSubject(parts, ref, stored));
  } catch (cause) {
    throw unreadable(ref, cause);
  }
}

/** The situation of a subject, once what it needs of its site is known. */
function judgeable<Tx>(
  parts: Parts<Tx>,
  ref: SubjectRef,
  stored: StoredSubject | undefined,
  parsed: ParsedSubject | undefined,
): Soon<Situation | undefined> {
  const reading = parsed && siteRead(parts, tableFor(parts, ref.lifecycle).model, parsed);
  const judge = () => situationIn(parts, ref, stored, parsed);
  return reading === undefined ? judge() : reading.then(judge);
}

function situationIn<Tx>(
  parts: Parts<Tx>,
  { lifecycle }: SubjectRef,
  stored: StoredSubject | undefined,
  parsed: ParsedSubject | undefined,
): Situation | undefined {
  if (parsed === undefined) return undefined;
  return situationOf(tableFor(parts, lifecycle).model, parsed.key, parsed.subject, stored?.silent ?? false);
}

function unreadable({ lifecycle, subject }: SubjectRef, cause: unknown): OrderbellError {
  // Nothing is sent yet, so a load that did not answer in time leaves nothing unknown.
  if (cause instanceof OrderbellError && !(cause instanceof UnknownOutcomeError)) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new OrderbellError('handler-failed', `load.${lifecycle} threw for '${subject}': ${message}`, { cause });
}
