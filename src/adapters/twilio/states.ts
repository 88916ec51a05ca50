/**
 * The states of Twilio's messages.
 * @module
 */
import type { DeliveryState } from '../../ports/transport.js';

const states: ReadonlyMap<string, DeliveryState> = new Map([
  ['accepted', 'underway'],
  ['scheduled', 'underway'],
  ['queued', 'underway'],
  ['sending', 'underway'],
  // Handed to a carrier. Where the carrier sends no receipts, it stays so for ever.
  ['sent', 'underway'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['partially_delivered', 'partly-delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
  ['canceled', 'rejected'],
]);

/** What a status stands for; undefined for one that is not documented. */
export function stateOf(word: string | undefined): DeliveryState | undefined {
  return word === undefined ? undefined : states.get(word);
}
