/**
 * Credits: what the host says of them, and what it is told.
 * @module
 */
import type { Message } from '../../ports/transport.js';

/** What a message costs at one provider. */
export interface CreditPrice {
  /** Of one part of a message within the shop's own country: points of the ledger, or units of the provider's balance. */
  readonly domestic: number;
  /** Of one part of a message to any other country. */
  readonly international: number;
  /**
   * `ledger`: from the points that the host has topped up here. `provider`: from an account that is topped up at the provider, which
   * refuses by itself what it cannot be paid for, and is asked for its balance.
   */
  readonly paidFrom: 'ledger' | 'provider';
}

/** How the messages of one channel are paid for. */
export interface CreditOptions {
  /**
   * Prices by the name of the transport. Unless given: `smartdove` takes 0.85 point, 3 for international, from the ledger, and `twsms` 1
   * message, 3 for international, from the account at the provider. What goes through any other transport costs nothing here.
   */
  readonly prices?: Readonly<Record<string, CreditPrice>> | undefined;
  /** Who pays for messages whose lifecycle names no `site`; `default` unless told otherwise. */
  readonly site?: string | undefined;
  /** A warning for the back office is due when fewer domestic messages are left; 100 unless told otherwise. */
  readonly warnBelow?: number | undefined;
  /** The merchant is told when fewer are left; 50 unless told otherwise. */
  readonly mailBelow?: number | undefined;
  /** Whether a message stays in the shop's country. Unless given: numbers that begin with `+886` (Taiwan), or have no country code. */
  readonly isDomestic?: ((message: Message) => boolean) | undefined;
  /** Milliseconds after which a message that could not be paid for is tried again; 15 minutes unless told otherwise. */
  readonly retryEvery?: number | undefined;
  /** Milliseconds between two questions for the balance of one provider, after messages were sent; 10 minutes unless told otherwise. */
  readonly checkEvery?: number | undefined;
}

/** An account has fewer messages left than a line says. */
export interface LowCreditEvent {
  readonly at: Date;
  readonly channel: string;
  readonly site: string;
  /** The transport whose account at the provider it is; undefined for the ledger. */
  readonly transport: string | undefined;
  /** The line that was crossed: `warnBelow`, `mailBelow`, or 0 where a message could not be paid for. */
  readonly line: number;
  readonly messagesLeft: number;
}

/** A warning that nobody has seen yet. */
export interface CreditWarning {
  readonly line: number;
  readonly since: Date;
}

/** One account of a site. */
export interface CreditAccount {
  readonly channel: string;
  /** The transport whose account at the provider it is; undefined for the ledger. */
  readonly transport: string | undefined;
  /** What is left: points, or what the provider counts in. What is held for messages under way is not in it. */
  readonly points: number;
  /** What is held for messages under way. */
  readonly held: number;
  /** Domestic messages of one part that it pays for. */
  readonly messagesLeft: number;
  /** Lines that were crossed since the last top-up, until `seen` is called. */
  readonly warnings: readonly CreditWarning[];
  /** Why the provider could not be asked; the rest is then what was known last. */
  readonly error: unknown;
}

/** A top-up of a ledger. */
export interface TopUp<Tx> {
  readonly points: number;
  /** Names this exchange: a second call with the same key adds nothing. */
  readonly key: string;
  /** Needed where more than one channel has credits. */
  readonly channel?: string | undefined;
  /** The host's transaction, in which it takes the points from where they were. Keep it short: the site's messages wait for it. */
  readonly tx?: Tx | undefined;
}

/** Accounts that messages are paid from. */
export interface Credits<Tx> {
  /**
   * Adds points to a site's ledger, once for each key. Throws `invalid-argument` for what is no number of points, and where the key was
   * used for another number.
   *
   * @example
   * await notifier.credits.topUp(shop.id, { points: 500, key: exchange.id, tx });
   */
  topUp(site: string, topUp: TopUp<Tx>): Promise<{ readonly points: number; readonly isNew: boolean }>;
  /** The accounts of a site: what is left of the ledgers, and of the accounts at providers, which are asked. */
  of(site?: string): Promise<readonly CreditAccount[]>;
  /** The warnings of a site were shown: they do not come again until the account was topped up above their line. */
  seen(site?: string): Promise<void>;
}
