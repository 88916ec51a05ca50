/**
 * Accounts: ledgers in the store, changed by many at a time.
 * @module
 */
import { emptyLedger, type Ledger } from '../../core/ledger.js';
import type { Clock } from '../../ports/clock.js';
import type { RecordRef, Records, StoredRecord } from '../../ports/records.js';
import { answered } from '../patience.js';
import { changeRecord } from '../records.js';

/** What one caller makes of a ledger. */
export type LedgerStep<R> = (ledger: Ledger) => { readonly ledger: Ledger; readonly result: R };

/** Which account: of a channel and a site, in the ledger or at a provider. */
export interface AccountName {
  readonly channel: string;
  readonly site: string;
  readonly transport: string | undefined;
}

/** How long a store is waited for: a third of a lease, as for everything that a delivery writes. */
export interface AccountPatience {
  readonly clock: Required<Clock>;
  readonly lease: number;
}

interface Entry {
  readonly apply: (ledger: Ledger) => Ledger;
  readonly resolve: (ledger: Ledger) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 500;

/** What records of accounts are. */
export const accountKind = 'credits';

/**
 * One account. All steps of a process that come while one write is under way go with the next: however many messages are sent at a
 * time, each process writes the record once at a time, and what it writes is true for all of them together.
 */
export class Account<Tx> {
  readonly name: AccountName;
  /** As this process wrote or read it last. */
  latest: Ledger | undefined;
  readonly #records: Records<Tx>;
  readonly #ref: RecordRef;
  readonly #patience: AccountPatience;
  #waiting: Entry[] = [];
  #isWriting = false;

  constructor(records: Records<Tx>, name: AccountName, patience: AccountPatience) {
    this.name = name;
    this.#patience = patience;
    this.#records = records;
    this.#ref = refOf(name);
  }

  async read(): Promise<Ledger> {
    this.latest = ledgerOf(await this.#records.read(this.#ref));
    return this.latest;
  }

  /** Changes the ledger; yields what the step answered, and the ledger as it was written. A step may be taken several times, and counts once. */
  change<R>(step: LedgerStep<R>): Promise<{ readonly result: R; readonly ledger: Ledger }> {
    let result: R;
    return new Promise((resolve, reject) => {
      const apply = (ledger: Ledger) => {
        const changed = step(ledger);
        result = changed.result;
        return changed.ledger;
      };
      this.#waiting.push({ apply, resolve: (ledger) => resolve({ result, ledger }), reject });
      if (this.#isWriting) return;
      this.#isWriting = true;
      // What comes in the same turn is gathered.
      queueMicrotask(() => void this.#write());
    });
  }

  /** The same within a transaction of the host. */
  async changeWithin<R>(step: LedgerStep<R>, tx: Tx): Promise<{ readonly result: R; readonly ledger: Ledger }> {
    return changeRecord(
      this.#records,
      this.#ref,
      (found) => {
        const before = ledgerOf(found);
        const { ledger, result } = step(before);
        return { next: ledger === before ? 'keep' : { value: JSON.stringify(ledger) }, result: { result, ledger } };
      },
      tx,
    );
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostAtOnce);
      try {
        const { clock, lease } = this.#patience;
        const ledger = await answered(clock, 'writing credits', lease / 3, () =>
          changeRecord(this.#records, this.#ref, (found) => {
            const before = ledgerOf(found);
            const after = batch.reduce((ledger, { apply }) => apply(ledger), before);
            return { next: after === before ? 'keep' : { value: JSON.stringify(after) }, result: after };
          }),
        );
        this.latest = ledger;
        for (const { resolve } of batch) resolve(ledger);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isWriting = false;
  }
}

/** The name of an account by its record; undefined for a record that is none. */
export function nameOf({ key }: StoredRecord): AccountName | undefined {
  const parts: unknown = JSON.parse(key);
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined;
  const [channel = '', site = '', transport]: readonly string[] = parts;
  return { channel, site, transport };
}

/** What is stored of an account. */
export function ledgerOf(found: StoredRecord | undefined): Ledger {
  // Nobody else writes records of this kind.
  return found === undefined ? emptyLedger : (JSON.parse(found.value) as Ledger);
}

/** Unlike a text with separators, a list cannot be mistaken for another one. */
function refOf({ channel, site, transport }: AccountName): RecordRef {
  return { kind: accountKind, key: JSON.stringify(transport === undefined ? [channel, site] : [channel, site, transport]) };
}
