/**
 * What one change may read and write of its subject: reads go to the database, the write is kept until the work has ended.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { StoredJob, StoredSubject, SubjectSession, SubjectWrite } from '../ports/store.js';

/** How a session reads. */
export interface SessionReads {
  answer(key: string): Promise<string | undefined>;
  jobs(keys: readonly string[]): Promise<readonly StoredJob[]>;
}

/** What the work of a change asked for: exactly one of the two. */
export type Written =
  | { readonly write: SubjectWrite; readonly forgetAt?: undefined }
  | { readonly forgetAt: number; readonly write?: undefined };

/** A session, and what ends it. */
export interface OpenSession {
  readonly session: SubjectSession;
  /** Yields what was written, if anything; afterwards the session can no longer be used. */
  close(): Written | undefined;
}

/** Opens a session on a subject as it was read. */
export function openSession(stored: StoredSubject | undefined, reads: SessionReads): OpenSession {
  let isOpen = true;
  let written: Written | undefined;
  const use = () => {
    if (isOpen) return;
    throw new OrderbellError(
      'invalid-argument',
      'a session was used after its change had ended. Await everything within `work`.',
    );
  };
  const keep = (what: Written) => {
    use();
    if (written !== undefined)
      throw new OrderbellError('invalid-argument', 'a session was written to twice. Write or forget once, with everything.');
    written = what;
  };
  const session: SubjectSession = {
    stored,
    async answer(key) {
      use();
      return reads.answer(key);
    },
    async jobs(keys) {
      use();
      return reads.jobs(keys);
    },
    async write(write) {
      keep({ write });
    },
    async forget(at) {
      keep({ forgetAt: at });
    },
  };
  const close = () => {
    isOpen = false;
    return written;
  };
  return { session, close };
}
