/**
 * What one change may read and write of its subject.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { StoredJob, SubjectSession, SubjectWrite } from '../../ports/store.js';
import { detached } from './payload.js';
import type { SubjectRecord } from './subject-record.js';

/** A session, and what ends it. */
export interface OpenSession {
  readonly session: SubjectSession;
  /** Yields what was written; afterwards the session can no longer be used. */
  close(): SubjectWrite | undefined;
}

/** Opens a session on a subject as its change sees it. */
export function openSession(view: SubjectRecord | undefined): OpenSession {
  let isOpen = true;
  let written: SubjectWrite | undefined;
  const use = () => {
    if (!isOpen)
      throw new OrderbellError(
        'invalid-argument',
        'a session was used after its change had ended. Await everything within `work`.',
      );
  };
  const session: SubjectSession = {
    stored: view?.stored,
    async answer(key) {
      use();
      return view?.answer(key);
    },
    async jobs(keys) {
      use();
      return view?.jobs(keys) ?? [];
    },
    async write(write) {
      use();
      if (written !== undefined)
        throw new OrderbellError('invalid-argument', 'a session was written to twice. Write once, with everything.');
      written = { ...write, insert: write.insert.map(own) };
    },
  };
  const close = () => {
    isOpen = false;
    return written;
  };
  return { session, close };
}

/** The job with nothing in it that the host may still change. */
function own(job: StoredJob): StoredJob {
  if (job.payload === undefined && job.direct === undefined) return job;
  return { ...job, payload: detached(job.payload, job.key), direct: detached(job.direct, job.key) };
}
