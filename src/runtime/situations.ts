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

/** Reads each subject once for all jobs that are begun together. */
export class Situations<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #read = new Map<string, Promise<Situation | undefined>>();

  constructor(parts: Parts<Tx>) {
    this.#parts = parts;
  }

  /** The subject as it is now; undefined when it is gone. Throws what `load` or the schema has to say. */
  async of(ref: SubjectRef): Promise<Situation | undefined> {
    const id = subjectOf(ref);
    const reading = this.#read.get(id) ?? read(this.#parts, ref);
    this.#read.set(id, reading);
    return reading;
  }

  /** A job of the subject has ended: whoever comes later reads anew. */
  forget(ref: SubjectRef): void {
    this.#read.delete(subjectOf(ref));
  }
}

async function read<Tx>(parts: Parts<Tx>, ref: SubjectRef): Promise<Situation | undefined> {
  const table = tableFor(parts, ref.lifecycle);
  const stored: StoredSubject | undefined = await parts.store.subject(ref);
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
