/**
 * Data that a change has replaced while a worker judged a job by them.
 * @module
 */
import { fingerprint } from '../core/fingerprint.js';
import type { Situation } from '../core/judge.js';
import type { SubjectRef } from '../ports/store.js';
import { type Basis, basisOf } from './readings.js';
import type { Parts } from './setup.js';

/**
 * Whether a subject is another one than the one that a job was judged by. A change that finds a job in flight leaves it to its worker;
 * where the worker has judged by the data before that change, and has not sent the message, the subject has to be planned anew, as if
 * the change had come after the judgement.
 *
 * Data that are the same are judged the same: two jobs of a subject that are planned anew, each because of the other, would go on for
 * ever.
 */
export async function isStale<Tx>(parts: Parts<Tx>, ref: SubjectRef, basis: Basis): Promise<boolean> {
  const stored = await parts.store.subject(ref);
  if ((stored?.revision ?? 0) === basis.revision) return false;
  const { situation } = await basisOf(parts, ref, stored);
  // There is nothing to plan of a subject that is gone.
  return situation !== undefined && printOf(situation) !== printOf(basis.situation);
}

function printOf(situation: Situation | undefined): string | undefined {
  return situation && fingerprint([situation.subject, situation.silent]);
}
