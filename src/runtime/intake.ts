/**
 * The intake of a delivery: what is due, whom it is about, and what is held back.
 * @module
 */
import type { ClaimedWithSubject, ClaimRequest, Pause, Store, StoredSubject } from '../ports/store.js';
import type { subjectOf } from './lanes.js';
import type { Held } from './leases.js';
import { Reading, readTogether } from './readings.js';
import type { Parts } from './setup.js';

/** What a claim has found. */
export interface Taken {
  readonly jobs: readonly ClaimedWithSubject[];
  /** What is held back: asked for together with the claim, so that what was paused before is. */
  readonly pausing: Promise<readonly Pause[]>;
}

/** Claims jobs, and asks for all that is needed to begin them in the same moment: nobody waits for a second journey to the store. */
export async function take<Tx>(store: Store<Tx>, request: ClaimRequest): Promise<Taken> {
  const claiming = store.claim({ ...request, withSubjects: true });
  const pausing = store.pauses();
  // Whoever has jobs to begin hears of it.
  pausing.catch(() => undefined);
  return { jobs: await claiming, pausing };
}

/** A job that is held. */
export interface Arrival {
  readonly held: Held;
  /** The name of its subject, as {@link subjectOf} has it. */
  readonly subject: string;
  /** What was read of its subject along with it. */
  readonly known: StoredSubject | undefined;
}

/** The subjects of jobs, each once, by name. Those that nothing is known of are read now, all together. */
export async function readingsOf<Tx>(
  parts: Parts<Tx>,
  arrivals: readonly Arrival[],
  isUpToDate: boolean,
): Promise<ReadonlyMap<string, Reading<Tx>>> {
  const readings = new Map<string, Reading<Tx>>();
  const unknown: Reading<Tx>[] = [];
  for (const { held, subject, known } of arrivals) {
    if (readings.has(subject)) continue;
    const reading = new Reading(parts, held.job);
    readings.set(subject, reading);
    if (isUpToDate && known !== undefined) reading.know(known);
    else unknown.push(reading);
  }
  if (unknown.length > 0) await readTogether(parts, unknown);
  return readings;
}
