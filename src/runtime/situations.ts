/**
 * Situations: fresh data of the subjects whose jobs are being delivered.
 * @module
 */
import { OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import type { ParsedSubject } from '../core/handle.js';
import { type Situation, situationOf } from '../core/judge.js';
import type { StoredSubject, SubjectRef } from '../ports/store.js';
import { subjectOf } from './lanes.js';
import type { Parts } from './setup.js';
import { freshSubject, keptSubject, siteRead, tableFor } from './subjects.js';
import { withTimeout } from './timeout.js';

/** What a job is judged by. */
export interface Basis {
  /** Undefined where the subject is gone. */
  readonly situation: Situation | undefined;
  /** The subject's changes until then; zero where it is not known. */
  readonly revision: number;
}

/** Reads each subject once for all jobs that are begun together. */
export class Situations<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #read = new Map<string, Promise<Basis>>();
  /** Those whose jobs were claimed together: the store is asked for all of them with the first. */
  readonly #together: readonly SubjectRef[];
  readonly #ended = new Set<string>();
  #known: Promise<ReadonlyMap<string, StoredSubject | undefined>> | undefined;

  constructor(parts: Parts<Tx>, together: readonly SubjectRef[] = []) {
    this.#parts = parts;
    this.#together = together;
  }

  /** The subject as it is now. Throws what `load` or the schema has to say. */
  of(ref: SubjectRef): Promise<Basis> {
    const id = subjectOf(ref);
    const before = this.#read.get(id);
    if (before !== undefined) return before;
    const reading = this.#reading(ref, id);
    this.#read.set(id, reading);
    return reading;
  }

  /** A job of the subject has ended: whoever comes later reads anew. */
  forget(ref: SubjectRef): void {
    const id = subjectOf(ref);
    this.#read.delete(id);
    this.#ended.add(id);
  }

  async #reading(ref: SubjectRef, id: string): Promise<Basis> {
    const isApart = this.#ended.has(id) || this.#parts.store.subjectsNamed === undefined;
    const known = isApart ? undefined : await this.#stored();
    const stored = known?.has(id) ? known.get(id) : await this.#parts.store.subject(ref).catch(unread(ref));
    return basisOf(this.#parts, ref, stored);
  }

  #stored(): Promise<ReadonlyMap<string, StoredSubject | undefined>> {
    this.#known ??= this.#readTogether();
    return this.#known;
  }

  async #readTogether(): Promise<ReadonlyMap<string, StoredSubject | undefined>> {
    const refs = new Map(this.#together.map((ref) => [subjectOf(ref), ref]));
    if (refs.size < 2 || this.#parts.store.subjectsNamed === undefined) return new Map();
    try {
      const stored = await this.#parts.store.subjectsNamed([...refs.values()]);
      return new Map([...refs.keys()].map((id, place) => [id, stored[place]]));
    } catch {
      // One by one, each job hears what is wrong with its own subject.
      return new Map();
    }
  }
}

/** A subject with what is stored of it. Its data may be newer than its revision, but never older. */
export async function basisOf<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): Promise<Basis> {
  const loads = parts.loaders.has(ref.lifecycle);
  // A snapshot is read at once: several hundred jobs take this way together, and each promise of theirs lives until all have.
  const known = loads ? loaded(parts, ref, stored) : kept(parts, ref, stored);
  const situation = known instanceof Promise ? await known : known;
  return { situation, revision: stored?.revision ?? 0 };
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

function kept<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): MaybeLater {
  try {
    return judgeable(parts, ref, stored, keptSubject(parts, ref, stored));
  } catch (cause) {
    throw unreadable(ref, cause);
  }
}

type MaybeLater = Situation | undefined | Promise<Situation | undefined>;

/** The situation of a subject, once what it needs of its site is known. */
function judgeable<Tx>(
  parts: Parts<Tx>,
  ref: SubjectRef,
  stored: StoredSubject | undefined,
  parsed: ParsedSubject | undefined,
): MaybeLater {
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
