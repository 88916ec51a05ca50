/**
 * Changes of one subject: without locks where the store is on its own, under the host's transaction where it has one.
 * @module
 */
import type { ChangeOutcome, StoredJob, SubjectRef, SubjectSession } from '../ports/store.js';
import { openSession, type Written } from './session.js';
import { storeError } from './store-error.js';
import type { ReadSubject } from './subject-row.js';
import { Turns } from './turns.js';

/**
 * How a change reaches the database: directly, or within a transaction of the host. Every method is one round trip, and what it
 * throws is wrapped already.
 */
export interface SubjectAccess {
  /** The subject; undefined where it has no row. Within a transaction of the host, its row is locked from here on. */
  readSubject(ref: SubjectRef): Promise<ReadSubject | undefined>;
  /** Its open jobs, and those with one of these keys, in the order of insertion. */
  readJobs(ref: SubjectRef, keys: readonly string[]): Promise<readonly StoredJob[]>;
  readAnswer(ref: SubjectRef, key: string): Promise<string | undefined>;
  /**
   * Writes everything at once, if the subject's `changes` are still `expected` (undefined: if it still has no row); if not, nothing is
   * written. Adds one to `changes`.
   */
  write(ref: SubjectRef, expected: number | undefined, written: Written): Promise<WriteOutcome>;
}

/** What has come of a write. */
export type WriteOutcome =
  | {
      readonly isDone: true;
      /** Keys of the moves and withdrawals whose job was not scheduled: they changed nothing. */
      readonly missed: readonly string[];
    }
  /** Somebody else has changed the subject. */
  | { readonly isDone: false };

/** The outcome of a write that has done everything it was to do. */
export const wroteAll: WriteOutcome = { isDone: true, missed: [] };

/** The outcome of a write whose subject is not any more what it was. */
export const wroteNothing: WriteOutcome = { isDone: false };

/** How often a change is tried before it gives up on a subject that others keep changing. */
const mostTries = 20;

/** Runs changes of subjects for one store. */
export class Changes {
  readonly #dialect: string;
  readonly #turns = new Turns();

  /** `dialect` is the name in error messages. */
  constructor(dialect: string) {
    this.#dialect = dialect;
  }

  /**
   * A change of the store's own. No connection and no lock of the database is held while `work` runs; if another process has
   * changed the subject meanwhile, nothing is written and `work` runs again. Within this process, changes of one subject take turns.
   * Throws `conflict` when others came first time after time.
   */
  async alone<R>(
    access: SubjectAccess,
    ref: SubjectRef,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    const end = await this.#turns.take(ref);
    try {
      for (let tries = 0; tries < mostTries; tries++) {
        const attempt = await attemptOf(access, ref, work);
        if (attempt !== undefined) return attempt;
      }
    } finally {
      end();
    }
    throw storeError(
      this.#dialect,
      'conflict',
      `${ref.lifecycle} '${ref.subject}'`,
      `it was changed by others ${mostTries} times while this change was made. Try again.`,
    );
  }

  /**
   * A change within a transaction of the host, in which `access` reads and writes: it locks the subject's row, and whoever comes
   * second waits. A subject without a row may not be lockable: where somebody else was the first to write it, `work` runs again.
   * `turns` are those of the transaction: changes of one subject within it go one after another.
   */
  async within<R>(
    access: SubjectAccess,
    turns: Turns,
    ref: SubjectRef,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    const end = await turns.take(ref);
    try {
      for (let tries = 0; tries < mostTries; tries++) {
        const attempt = await attemptOf(access, ref, work);
        if (attempt !== undefined) return attempt;
      }
    } finally {
      end();
    }
    throw storeError(
      this.#dialect,
      'conflict',
      `${ref.lifecycle} '${ref.subject}'`,
      'it was changed by another transaction while this one was open. Roll back and try again.',
    );
  }
}

/** Yields undefined where somebody else came first. */
async function attemptOf<R>(
  access: SubjectAccess,
  ref: SubjectRef,
  work: (session: SubjectSession) => Promise<R>,
): Promise<ChangeOutcome<R> | undefined> {
  const read = await access.readSubject(ref);
  // What was never written has no jobs and no answers; if that changes meanwhile, the write finds out.
  const isNew = read === undefined;
  const { session, close } = openSession(read?.stored, {
    answer: async (key) => (isNew ? undefined : access.readAnswer(ref, key)),
    jobs: async (keys) => (isNew ? [] : access.readJobs(ref, keys)),
  });
  const result = await work(session).finally(close);
  const written = close();
  if (written === undefined) return { result, missed: [] };
  const outcome = await access.write(ref, read?.changes, written);
  return outcome.isDone ? { result, missed: outcome.missed } : undefined;
}
