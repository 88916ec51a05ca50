/**
 * Telling of crossings: each once, and none is lost when the process dies over it.
 * @module
 */
import { type Crossing, type LedgerTerms, mark } from '../../core/ledger.js';
import type { StoredRecord } from '../../ports/records.js';
import { type Account, ledgerOf } from './account.js';
import type { MeterParts } from './meter-parts.js';

/** The fact that the merchant is told by, in every lifecycle that has it: its subject is the site. */
const lowCreditFact = 'credits.low';

/** After a crossing could not be told, it is tried again with the next message, but not more often than this. */
const patience = 60_000;

/**
 * Tells of crossings. A crossing is written with the step that caused it. Then the merchant is told by a fact whose idempotency key is the
 * crossing's, and only then it is marked as told: whoever dies in between leaves it to the next one who looks, and nobody is told twice.
 */
export class Heralds<Tx> {
  readonly #given: MeterParts<Tx>;
  readonly #failedAt = new Map<string, number>();

  constructor(given: MeterParts<Tx>) {
    this.#given = given;
  }

  /** Tells of the crossings of an account that nobody was told of. Rejects where that could not be done. */
  async announce(account: Account<Tx>, terms: LedgerTerms, found?: StoredRecord): Promise<void> {
    const ledger = found === undefined ? account.latest : ledgerOf(found);
    const untold = ledger?.crossings.filter(({ isTold }) => !isTold) ?? [];
    if (untold.length === 0) return;
    const id = JSON.stringify(account.name);
    if (terms.now - (this.#failedAt.get(id) ?? Number.NEGATIVE_INFINITY) < patience) return;
    this.#failedAt.set(id, terms.now);
    for (const crossing of untold) await this.#tell(account, crossing);
    this.#failedAt.delete(id);
  }

  async #tell(account: Account<Tx>, crossing: Crossing): Promise<void> {
    const { channel, site, transport } = account.name;
    const { parts, emit, tell } = this.#given;
    const { line, number, messagesLeft, at } = crossing;
    if (line === parts.credits?.get(channel)?.mailBelow) {
      const key = `credits ${JSON.stringify([channel, site, transport ?? null, number])}`;
      const payload = { channel, messagesLeft, line };
      for (const [lifecycle, { model }] of parts.tables) {
        if (model.facts.has(lowCreditFact)) await tell({ lifecycle, subject: site, fact: lowCreditFact, payload, key });
      }
    }
    const { result: isFirst } = await account.change((ledger) => {
      const told = mark(ledger, [number], 'isTold');
      return { ledger: told, result: told !== ledger };
    });
    if (isFirst) emit('lowCredit', { at: new Date(at), channel, site, transport, line, messagesLeft });
  }
}
