/**
 * Receipts: how far a message came after its provider had accepted it.
 * @module
 */

/**
 * How far a message came. `underway` is the only one that may still change: not known yet, or handed on to the network. `expired`:
 * the phone could not be reached in time. `rejected`: refused by a filter, by the network or by the receiver.
 */
export type DeliveryState = 'underway' | 'delivered' | 'partly-delivered' | 'undelivered' | 'expired' | 'rejected';

/** What is known of a message that was sent. */
export interface JobReceipt {
  readonly state: DeliveryState;
  /** The provider's own word for the state: `DELIVRD`. */
  readonly word: string;
  /** When it was heard of, in epoch milliseconds. */
  readonly at: number;
}

/** Every state, for whoever reads one from outside. */
export const deliveryStates: readonly DeliveryState[] = [
  'underway',
  'delivered',
  'partly-delivered',
  'undelivered',
  'expired',
  'rejected',
];

/** Whether nothing more is to be heard of the message. */
export function isFinalState(state: DeliveryState): boolean {
  return state !== 'underway';
}

/** Whether the message will not arrive: whoever waits for it to arrive need wait no longer. */
export function isLostState(state: DeliveryState): boolean {
  return state === 'undelivered' || state === 'expired' || state === 'rejected';
}

/**
 * Whether a receipt says more than the one before. Receipts come twice, and out of order: what was heard before is no news, a
 * message that has ended is never underway again, and of two ends the first counts. Only that it has been delivered after all is
 * believed in any case, and never taken back.
 */
export function isNews(
  before: Pick<JobReceipt, 'state' | 'word'> | undefined,
  after: Pick<JobReceipt, 'state' | 'word'>,
): boolean {
  if (before === undefined) return true;
  if (before.state === 'underway') return after.state !== 'underway' || after.word !== before.word;
  return after.state === 'delivered' && before.state !== 'delivered';
}
