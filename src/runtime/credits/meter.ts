/**
 * The meter: what messages cost, who pays, and who is told that little is left.
 * @module
 */
import { OrderbellError, RetryableDeliveryError } from '../../core/errors.js';
import { fingerprint } from '../../core/fingerprint.js';
import { type Expense, hold, type LedgerTerms, observe, release, unit } from '../../core/ledger.js';
import type { Balance, Message, Transport } from '../../ports/transport.js';
import { smsParts } from '../../templates/sms-parts.js';
import type { Postponed } from '../outcome.js';
import { answered } from '../patience.js';
import { recordsOf } from '../records.js';
import { Account, type AccountName, accountKind, nameOf } from './account.js';
import { Heralds } from './heralds.js';
import type { MeterParts } from './meter-parts.js';
import type { CreditPrice } from './options.js';
import type { CreditSettings } from './settings.js';

/** What a message costs, once it is known that it can be paid for. */
export interface Charge {
  /** To be called when it is known what became of the message: spent where it was sent, or may have been. Never rejects. */
  end(isSpent: boolean): Promise<void>;
}

/** How a charge is answered. */
export type Charged =
  | { readonly kind: 'paid'; readonly charge: Charge }
  | { readonly kind: 'refused'; readonly outcome: Postponed };

/** How long a hold stays where nobody ends it: longer than any attempt takes. */
const holdFor = 60 * 60_000;
/** How often accounts are looked through for crossings that a process died over. */
const sweepEvery = 10 * 60_000;

/** Charges messages to accounts; one for each notifier. */
export class Meter<Tx> {
  readonly #given: MeterParts<Tx>;
  readonly #accounts = new Map<string, Account<Tx>>();
  readonly #heralds: Heralds<Tx>;
  /** When the balance of a provider was asked for last, by account. */
  readonly #asked = new Map<string, number>();
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(given: MeterParts<Tx>) {
    this.#given = given;
    this.#heralds = new Heralds(given);
  }

  /** Pays for a message before it is sent; undefined where it costs nothing. `attempt` counts those of its job. */
  async charge(transport: Transport, message: Message, site: string | undefined): Promise<Charged | undefined> {
    const settings = this.#given.parts.credits?.get(message.channel);
    const price = settings?.prices[transport.name];
    if (settings === undefined || price === undefined) return undefined;
    await this.sweep();
    const name = { channel: message.channel, site: site ?? settings.site, transport: undefined };
    if (price.paidFrom === 'provider')
      return { kind: 'paid', charge: this.#askingAfter(settings, transport, { ...name, transport: transport.name }) };
    return this.#hold(settings, name, price, message);
  }

  /** What to do about a message that a provider did not take because its own account is empty; undefined for any other error. */
  async refused(
    transport: Transport,
    { channel }: Message,
    site: string | undefined,
    error: unknown,
  ): Promise<Postponed | undefined> {
    const settings = this.#given.parts.credits?.get(channel);
    if (settings === undefined || !(error instanceof RetryableDeliveryError) || error.reason !== 'no-credit') return undefined;
    if (settings.prices[transport.name]?.paidFrom === 'provider') {
      const name = { channel, site: site ?? settings.site, transport: transport.name };
      await this.#quietly(async () => {
        const account = this.account(name);
        const terms = this.terms(name);
        await account.change((ledger) => ({ ledger: observe(ledger, Math.min(ledger.points, 0), terms), result: undefined }));
        await this.#heralds.announce(account, terms);
      });
    }
    return this.#postponed(settings, error);
  }

  /** The account of that name. */
  account(name: AccountName): Account<Tx> {
    const key = JSON.stringify(name);
    const account =
      this.#accounts.get(key) ?? new Account(recordsOf(this.#given.parts.store, 'credits'), name, this.#given.parts);
    this.#accounts.set(key, account);
    return account;
  }

  /** By what an account is judged, as of now. */
  terms({ channel, transport }: AccountName): LedgerTerms {
    const { parts } = this.#given;
    const settings = parts.credits?.get(channel);
    const { warnBelow = 0, mailBelow = 0, prices = {} } = settings ?? {};
    const names = (parts.transports.get(channel) ?? []).map(({ name }) => name);
    const first = names.find((name) => prices[name]?.paidFrom === 'ledger') ?? '';
    const price = prices[transport ?? first];
    return {
      domestic: micro(price?.domestic ?? 1),
      lines: [...new Set([warnBelow, mailBelow])],
      now: parts.clock.now().getTime(),
    };
  }

  /** Asks a provider what is left and notes it; yields it. Throws what the transport does. */
  async ask(transport: Transport, name: AccountName): Promise<Balance | undefined> {
    const { clock, sendTimeout } = this.#given.parts;
    this.#asked.set(JSON.stringify(name), clock.now().getTime());
    const balance = await answered(clock, `the balance of '${transport.name}'`, sendTimeout, async () => transport.balance?.());
    if (balance === undefined) return undefined;
    const account = this.account(name);
    const terms = this.terms(name);
    await account.change((ledger) => ({ ledger: observe(ledger, micro(balance.amount), terms), result: undefined }));
    await this.#heralds.announce(account, terms);
    return balance;
  }

  /** Tells of crossings that another process has noted and not told of, because it died. Now and then; never rejects. */
  async sweep(): Promise<void> {
    const now = this.#given.parts.clock.now().getTime();
    if (now - this.#sweptAt < sweepEvery) return;
    this.#sweptAt = now;
    await this.#quietly(async () => {
      const records = recordsOf(this.#given.parts.store, 'credits');
      for (let after: string | undefined; ; ) {
        const page = await records.list({ kind: accountKind, limit: 200, after });
        for (const record of page) {
          const name = nameOf(record);
          if (name !== undefined && this.#given.parts.credits?.has(name.channel) === true)
            await this.#heralds.announce(this.account(name), this.terms(name), record);
        }
        after = page.at(-1)?.key;
        if (after === undefined) return;
      }
    });
  }

  async #hold(settings: CreditSettings, name: AccountName, price: CreditPrice, message: Message): Promise<Charged> {
    const account = this.account(name);
    const terms = this.terms(name);
    // Not the key itself: it may name a person.
    const expense = { key: fingerprint(message.key), attempt: message.attempt, cost: costOf(settings, price, message) };
    const { result, ledger } = await account.change((before) => {
      const { ledger, isHeld } = hold(before, expense, terms.now + holdFor, terms);
      return { ledger, result: isHeld };
    });
    if (result) return { kind: 'paid', charge: { end: (isSpent) => this.#release(account, expense, isSpent) } };
    await this.#heralds.announce(account, terms);
    const what = `${points(expense.cost)} points for this message, and ${points(ledger.points)} are left`;
    const fact = `the site '${name.site}' is out of credit for '${name.channel}': it takes ${what}`;
    return {
      kind: 'refused',
      outcome: this.#postponed(settings, new RetryableDeliveryError(`${fact}.`, { reason: 'no-credit' })),
    };
  }

  async #release(account: Account<Tx>, expense: Expense, isSpent: boolean): Promise<void> {
    const terms = this.terms(account.name);
    await this.#quietly(async () => {
      await account.change((ledger) => ({ ledger: release(ledger, expense, isSpent, terms), result: undefined }));
      await this.#heralds.announce(account, terms);
    });
  }

  /** The provider keeps the account: now and then it is asked what is left. */
  #askingAfter(settings: CreditSettings, transport: Transport, name: AccountName): Charge {
    return {
      end: async () => {
        const last = this.#asked.get(JSON.stringify(name)) ?? Number.NEGATIVE_INFINITY;
        if (transport.balance === undefined || this.#given.parts.clock.now().getTime() - last < settings.checkEvery) return;
        await this.#quietly(() => this.ask(transport, name));
      },
    };
  }

  #postponed({ retryEvery }: CreditSettings, error: Error): Postponed {
    return { kind: 'postponed', runAt: this.#given.parts.clock.now().getTime() + retryEvery, why: error.message, error };
  }

  /** What becomes of a message does not hang on what comes after it. */
  async #quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#given.emit('error', { at: this.#given.parts.clock.now(), error });
    }
  }
}

/** Points as a ledger counts them. */
export function micro(points: number): number {
  return Math.round(points * unit);
}

/** What a ledger counts, as points. */
export function points(micros: number): number {
  return micros / unit;
}

/** Of the text that is really sent. */
function costOf(settings: CreditSettings, price: CreditPrice, message: Message): number {
  const each = askedOf(settings, message) ? price.domestic : price.international;
  return smsParts(message.text).count * micro(each);
}

function askedOf({ isDomestic }: CreditSettings, message: Message): boolean {
  try {
    return isDomestic(message);
  } catch (cause) {
    throw new OrderbellError('handler-failed', `credits.${message.channel}.isDomestic threw for a message.`, { cause });
  }
}
