/**
 * What one change may read and write of its subject.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { StoredJob, SubjectSession } from '../../ports/store.js';
import { detached } from './payload.js';
import type { SubjectRecord } from './subject-record.js';
import type { SubjectChange } from './transaction.js';

/** A session, and what ends it. */
export interface OpenSession {
  readonly session: SubjectSession;
  /** Yields what is to be done; afterwards the session can no longer be used. */
  close(): SubjectChange | undefined;
}

/** Opens a session on a subject as its change sees it. */
export function openSession(view: SubjectRecord | undefined): OpenSession {
  let isOpen = true;
  let change: SubjectChange | undefined;
  const use = () => {
    if (!isOpen)
      throw new OrderbellError(
        'invalid-argument',
        'a session was used after its change had ended. Await everything within `work`.',
      );
  };
  const decide = (decided: SubjectChange) => {
    if (change !== undefined)
      throw new OrderbellError('invalid-argument', 'a session was written to twice. Write once, with everything, or forget.');
    change = decided;
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
      decide({ kind: 'write', write: { ...write, insert: write.insert.map(own) } });
    },
    async forget(at) {
      use();
      decide({ kind: 'forget', at });
    },
  };
  const close = () => {
    isOpen = false;
    return change;
  };
  return { session, close };
}

/** The job with nothing in it that the host may still change. */
function own(job: StoredJob): StoredJob {
  const { payload, direct, pinned, content, key } = job;
  if (payload === undefined && direct === undefined && pinned === undefined && content === undefined) return job;
  return {
    ...job,
    payload: detached(payload, key),
    direct: detached(direct, key),
    pinned: detached(pinned, key),
    content: detached(content, key),
  };
}
