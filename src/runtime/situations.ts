/**
 * Situations: fresh data of the subjects whose jobs are being delivered.
 * @module
 */
import { OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import { type Situation, situationOf } from '../core/judge.js';
import type { StoredSubject, SubjectRef } from '../ports/store.js';
import { subjectOf } from './lanes.js';
import type { Parts } from './setup.js';
import { freshSubject, tableFor } from './subjects.js';
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
  async of(ref: SubjectRef): Promise<Basis> {
    const id = subjectOf(ref);
    const reading = this.#read.get(id) ?? this.#reading(ref, id);
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
  return { situation: await read(parts, ref, stored), revision: stored?.revision ?? 0 };
}

/** Whatever a store throws here: nothing is sent yet, and nothing is unknown. */
function unread({ lifecycle, subject }: SubjectRef): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof OrderbellError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('store-unavailable', `${lifecycle} '${subject}' could not be read: ${message}`, { cause });
  };
}

async function read<Tx>(parts: Parts<Tx>, ref: SubjectRef, stored: StoredSubject | undefined): Promise<Situation | undefined> {
  const table = tableFor(parts, ref.lifecycle);
  try {
    const fresh = () => freshSubject(parts, ref, stored, undefined);
    const parsed = await (parts.loaders.has(ref.lifecycle) ? withTimeout(parts, `load.${ref.lifecycle}`, fresh) : fresh());
    return parsed === undefined ? undefined : situationOf(table.model, parsed.key, parsed.subject, stored?.silent ?? false);
  } catch (cause) {
    // Nothing is sent yet, so a load that did not answer in time leaves nothing unknown.
    if (cause instanceof OrderbellError && !(cause instanceof UnknownOutcomeError)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('handler-failed', `load.${ref.lifecycle} threw for '${ref.subject}': ${message}`, { cause });
  }
}
