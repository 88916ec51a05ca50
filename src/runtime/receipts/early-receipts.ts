/**
 * Receipts that are faster than the store: a provider may report a message before its settlement is committed.
 * @module
 */
import { isNews } from '../../core/receipt.js';
import type { Receipt } from '../../ports/transport.js';
import type { OperationsContext } from '../operations/context.js';
import { changeRecord } from '../records.js';

/** What is kept of a receipt, and whose it is. */
interface EarlyReceipt extends Omit<Receipt, 'time'> {
  readonly transport: string;
}

const kind = 'early receipt';
/** Longer than any settlement takes that was not lost with its worker; receipts of messages of others are gone after it. */
const keptFor = 10 * 60_000;
const pageSize = 200;

/** Keeps a receipt, known to be the provider's, of which no message is known yet. A store without records keeps none. */
export async function keepEarly<Tx>({ parts }: OperationsContext<Tx>, receipt: EarlyReceipt): Promise<void> {
  const { store, clock } = parts;
  if (store.records === undefined) return;
  const expiresAt = clock.now().getTime() + keptFor;
  const ref = { kind, key: JSON.stringify([receipt.transport, receipt.id]) };
  await changeRecord(store.records, ref, (found) => ({
    next: isNews(found && decoded(found.value), receipt)
      ? { value: JSON.stringify(receipt), expiresAt: found?.expiresAt ?? expiresAt }
      : 'keep',
    result: undefined,
  }));
}

/** Has those be heard whose message is known by now, and forgets them; answers how many were news. */
export async function applyEarly<Tx>(
  { parts, emit }: OperationsContext<Tx>,
  hear: (receipt: EarlyReceipt) => Promise<unknown>,
): Promise<number> {
  const { store, clock } = parts;
  const { records } = store;
  if (records === undefined) return 0;
  let applied = 0;
  for (let after: string | undefined; ; ) {
    const page = await records.list({ kind, limit: pageSize, after });
    for (const { key, value, version, expiresAt = 0 } of page) {
      try {
        const receipt = decoded(value);
        const job = await store.receiptFor({ transport: receipt.transport, providerId: receipt.id });
        if (job === undefined && expiresAt > clock.now().getTime()) continue;
        // The provider may have come again meanwhile.
        const isHeard = job !== undefined && isNews(job.receipt, receipt);
        if (isHeard) await hear(receipt);
        // Where it was replaced by a later one meanwhile, that one is heard the next time.
        await records.write({ kind, key, value: undefined, version });
        applied += isHeard ? 1 : 0;
      } catch (error) {
        emit('error', { at: clock.now(), error });
      }
    }
    after = page.at(-1)?.key;
    if (page.length < pageSize) return applied;
  }
}

/** Only this file writes records of this kind. */
function decoded(value: string): EarlyReceipt {
  return JSON.parse(value) as EarlyReceipt;
}
