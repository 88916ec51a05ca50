/**
 * When a provider is asked how far a message came.
 * @module
 */
import type { ReceiptsWanted } from '../../ports/store.js';
import type { Transport } from '../../ports/transport.js';

const minute = 60_000;
const hour = 60 * minute;

/** How long after a message was sent its provider is asked: often at first, and never again after three days. */
const ages: readonly number[] = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour, 48 * hour, 72 * hour];

/** When the provider of a message is asked next; undefined when it is asked no more. */
export function nextAskAt(sentAt: number, now: number): number | undefined {
  const age = ages.find((one) => sentAt + one > now);
  return age === undefined ? undefined : sentAt + age;
}

/** Whether a transport is asked for receipts. */
export function isAsked({ receipt, receipts }: Pick<Transport, 'receipt' | 'receipts'>): boolean {
  return receipt !== undefined || receipts !== undefined;
}

/** What a message that was sent just now needs so that receipts find it; undefined where none can come. */
export function receiptsOf(transport: Transport, address: string, now: number): ReceiptsWanted | undefined {
  if (isAsked(transport)) return { askAt: nextAskAt(now, now), address };
  return transport.readReceipt === undefined ? undefined : { askAt: undefined, address: undefined };
}
