/**
 * The delivery states of TwSMS.
 * @module
 */
import type { DeliveryState } from '../../ports/transport.js';

const states: ReadonlyMap<string, DeliveryState> = new Map([
  ['DELIVRD', 'delivered'],
  ['EXPIRED', 'expired'],
  ['UNDELIV', 'undelivered'],
  ['ACCEPTD', 'underway'],
  // Refused by the network, by a filter of keywords, and by a receiver who wants no advertising.
  ['REJECTD', 'rejected'],
  ['REJERROR', 'rejected'],
  ['REJMOBIL', 'rejected'],
]);

/** What a statuscode stands for; undefined for one that is not documented. */
export function stateOf(word: string | undefined): DeliveryState | undefined {
  return word === undefined ? undefined : states.get(word);
}
