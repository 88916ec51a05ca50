/**
 * Changing records: read, decide, write, and again where somebody else came first.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { RecordRef, Records, StoredRecord } from '../ports/records.js';
import type { Store } from '../ports/store.js';

/** What a record becomes, and what is answered. */
export interface RecordChange<R> {
  /** The new value; undefined removes the record, `'keep'` leaves it as it is. */
  readonly next: { readonly value: string; readonly expiresAt?: number | undefined } | undefined | 'keep';
  readonly result: R;
}

/** How often somebody else may come first before it is given up: each time, one of those who tried has succeeded. */
const mostTries = 200;

/** The records of a store; throws `store-without-records` where it keeps none. `needs` is what they are for: `credits`. */
export function recordsOf<Tx>(store: Store<Tx>, needs: string): Records<Tx> {
  if (store.records !== undefined) return store.records;
  const fix = "Use one that does, such as sqlite(), postgres(), mysql() or memory(), or give this store 'records'.";
  throw new OrderbellError('store-without-records', `${needs}: the store keeps no records, and this needs some. ${fix}`);
}

/**
 * Changes a record as if nobody else did meanwhile: `change` may be called several times, and only what it answered last counts.
 * Throws `conflict` where others keep coming first.
 */
export async function changeRecord<R, Tx>(
  records: Records<Tx>,
  ref: RecordRef,
  change: (found: StoredRecord | undefined) => RecordChange<R>,
  tx?: Tx,
): Promise<R> {
  for (let tries = 0; tries < mostTries; tries++) {
    const found = await records.read(ref, tx);
    const { next, result } = change(found);
    if (next === 'keep' || (next === undefined && found === undefined)) return result;
    const { value, expiresAt } = next ?? { value: undefined };
    if (await records.write({ ...ref, value, expiresAt, version: found?.version ?? 0 }, tx)) return result;
  }
  const fact = `${ref.kind} '${ref.key}': ${mostTries} times in a row somebody else has changed it first.`;
  throw new OrderbellError('conflict', `${fact} Nothing was changed; try again.`);
}
