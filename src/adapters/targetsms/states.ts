/**
 * The delivery states of TargetSMS.
 * @module
 */
import type { DeliveryState } from '../../ports/transport.js';

const states: ReadonlyMap<string, DeliveryState> = new Map([
  ['send', 'underway'],
  ['deliver', 'delivered'],
  ['not_deliver', 'undelivered'],
  ['expired', 'expired'],
  ['partly_deliver', 'partly-delivered'],
]);

/** What a state stands for; undefined for one that is not documented. */
export function stateOf(word: string | undefined): DeliveryState | undefined {
  return word === undefined ? undefined : states.get(word);
}
