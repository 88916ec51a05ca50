/**
 * Sent jobs of which a receipt may come, by the names that their providers gave them.
 * @module
 */
import type { AwaitedReceipt, ReceiptRequest, ReceiptTarget, ReceiptWrite } from '../../ports/store.js';
import type { Entry } from './entry.js';

/** Jobs by transport and provider's id, and which of them are to be asked for. */
export class ReceiptIndex {
  readonly #jobs = new Map<string, Entry>();
  readonly #asked = new Set<Entry>();

  add(entry: Entry): void {
    const { outcome, receipts } = entry;
    if (receipts === undefined || outcome?.transport === undefined || outcome.providerId === undefined) return;
    this.#jobs.set(nameOf({ transport: outcome.transport, providerId: outcome.providerId }), entry);
    if (receipts.askAt !== undefined) this.#asked.add(entry);
  }

  /** For one that was added, as it was then. */
  remove(entry: Entry): void {
    const { transport = '', providerId = '' } = entry.outcome ?? {};
    const name = nameOf({ transport, providerId });
    if (this.#jobs.get(name) === entry) this.#jobs.delete(name);
    this.#asked.delete(entry);
  }

  find(target: ReceiptTarget): Entry | undefined {
    return this.#jobs.get(nameOf(target));
  }

  write(write: ReceiptWrite): boolean {
    const entry = this.find(write);
    const { state, word, at } = entry?.extra?.receipt ?? {};
    const { expected } = write;
    if (entry === undefined || state !== expected?.state || word !== expected?.word || at !== expected?.at) return false;
    entry.hear(write.receipt, write.askAt);
    if (write.askAt === undefined) this.#asked.delete(entry);
    else this.#asked.add(entry);
    return true;
  }

  take({ now, limit, transports, until }: ReceiptRequest): readonly AwaitedReceipt[] {
    const due = [...this.#asked].filter(({ outcome, receipts }) => {
      return (receipts?.askAt ?? until) <= now && transports.includes(outcome?.transport ?? '');
    });
    due.sort((one, other) => (one.receipts?.askAt ?? 0) - (other.receipts?.askAt ?? 0) || one.sequence - other.sequence);
    return due.slice(0, limit).flatMap((entry) => {
      const { transport, providerId, settledAt } = entry.outcome ?? {};
      if (transport === undefined || providerId === undefined) return [];
      const address = entry.receipts?.address;
      entry.receipts = { askAt: until, address };
      return [{ transport, providerId, address, sentAt: settledAt ?? entry.plannedAt }];
    });
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function nameOf({ transport, providerId }: ReceiptTarget): string {
  return `${transport.length} ${transport} ${providerId}`;
}
