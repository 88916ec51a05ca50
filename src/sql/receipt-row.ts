/**
 * Receipts as values of columns of `outcomes`: `receipt_id` finds the job, `receipt` is what was heard, `ask_at` and
 * `receipt_address` are for asking. All four are NULL for messages of which no receipt can come.
 * @module
 */
import { deliveryStates, type JobReceipt } from '../core/receipt.js';
import type { AwaitedReceipt, ReceiptTarget, Settlement } from '../ports/store.js';
import { encodeText } from './text.js';
import {
  numberOrNull,
  type Row,
  readNumber,
  readOptionalText,
  readText,
  type SqlValue,
  textOrNull,
  UnreadableColumn,
} from './value.js';

/** What a settlement writes besides {@link settlementColumns}, where receipts may come. */
export const receiptColumns = ['receipt_id', 'ask_at', 'receipt_address'] as const;

/** The values of {@link receiptColumns}. */
export function encodeReceipts({ receipts, transport, providerId }: Settlement): readonly SqlValue[] {
  if (receipts === undefined || transport === undefined || providerId === undefined) return [null, null, null];
  return [receiptId({ transport, providerId }), numberOrNull(receipts.askAt), textOrNull(receipts.address)];
}

/** Whether receipts may come for one of these; for most channels, none do. */
export function wantReceipts(settlements: readonly Settlement[]): boolean {
  return settlements.some(({ receipts }) => receipts !== undefined);
}

/** What a job is found by. Unlike a plain separator, a length cannot be mistaken for a part of the names. */
export function receiptId({ transport, providerId }: ReceiptTarget): string {
  return encodeText(`${transport.length} ${transport} ${providerId}`);
}

/** A receipt for its column: the same text for the same receipt, so that two can be compared. */
export function receiptOrNull(receipt: JobReceipt | undefined): string | null {
  return receipt === undefined ? null : encodeText(JSON.stringify([receipt.state, receipt.word, receipt.at]));
}

/** What the column holds. */
export function readReceipt(row: Row): JobReceipt | undefined {
  const text = readOptionalText(row, 'receipt');
  if (text === undefined) return undefined;
  const [given, word, at] = listIn(text);
  const state = deliveryStates.find((one) => one === given);
  if (state !== undefined && typeof word === 'string' && typeof at === 'number') return { state, word, at };
  throw new UnreadableColumn("column 'receipt' cannot be read. Expected a state, a word and an instant.");
}

/** A row of `transport`, `provider_id`, `receipt_address` and `settled_at`. */
export function readAwaited(row: Row): AwaitedReceipt {
  return {
    transport: readText(row, 'transport'),
    providerId: readText(row, 'provider_id'),
    address: readOptionalText(row, 'receipt_address'),
    sentAt: readNumber(row, 'settled_at'),
  };
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
