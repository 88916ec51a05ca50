/**
 * All subjects of the store.
 * @module
 */
import type { SubjectQuery, SubjectRef } from '../../ports/store.js';
import { SharedText } from './shared-text.js';
import { SubjectRecord } from './subject-record.js';

/** Subjects by lifecycle and name. */
export class SubjectIndex {
  readonly #byLifecycle = new Map<string, Map<string, SubjectRecord>>();
  readonly #shared = new SharedText();

  find({ lifecycle, subject }: SubjectRef): SubjectRecord | undefined {
    return this.#byLifecycle.get(lifecycle)?.get(subject);
  }

  findOrAdd(ref: SubjectRef): SubjectRecord {
    const subjects = this.#byLifecycle.get(ref.lifecycle) ?? new Map<string, SubjectRecord>();
    this.#byLifecycle.set(ref.lifecycle, subjects);
    const record = subjects.get(ref.subject) ?? this.create(ref);
    subjects.set(ref.subject, record);
    return record;
  }

  /** One that is nowhere yet. */
  create(ref: SubjectRef): SubjectRecord {
    return new SubjectRecord(ref, this.#shared);
  }

  remove({ lifecycle, subject }: SubjectRef): void {
    this.#byLifecycle.get(lifecycle)?.delete(subject);
  }

  /** Of one lifecycle, or of all. */
  *records(lifecycle: string | undefined): Iterable<SubjectRecord> {
    if (lifecycle !== undefined) yield* this.#byLifecycle.get(lifecycle)?.values() ?? [];
    else for (const subjects of this.#byLifecycle.values()) yield* subjects.values();
  }

  /** In the order of their code units. */
  names({ lifecycle, changedSince = Number.NEGATIVE_INFINITY, limit, after }: SubjectQuery): readonly string[] {
    return [...this.records(lifecycle)]
      .filter((record) => record.changedAt >= changedSince)
      .map((record) => record.subject)
      .filter((name) => after === undefined || name > after)
      .sort()
      .slice(0, limit);
  }
}
