/**
 * The Suppressions port: addresses that nothing, or nothing promotional, is sent to.
 * @module
 */
import type { Category } from '../core/rule.js';

/** What is suppressed: everything, or the messages of one category. */
export type SuppressionScope = 'all' | Category;

/**
 * Why: the person unsubscribed by a link, the address does not exist, the person reported a message as spam, answered STOP, or somebody
 * has entered it by hand.
 */
export type SuppressionReason = 'unsubscribed' | 'bounced' | 'complained' | 'stopped' | 'manual';

/** One entry of the list. */
export interface Suppression {
  readonly channel: string;
  /** In the form of `normalAddress`: e-mail in lower case, numbers as digits with their country code. */
  readonly address: string;
  readonly scope: SuppressionScope;
  readonly reason: SuppressionReason;
  /** Only messages of this site; undefined for all sites. */
  readonly site?: string | undefined;
  readonly at: Date;
  readonly note?: string | undefined;
}

/** Which entries of an address: everything that is given must be the same. */
export interface SuppressionFilter {
  readonly channel: string;
  readonly address: string;
  readonly scope?: SuppressionScope | undefined;
  readonly reason?: SuppressionReason | undefined;
  readonly site?: string | undefined;
}

/** A page of the list. */
export interface SuppressionPage {
  readonly suppressions: readonly Suppression[];
  /** What to give as `after` for the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** Which page to list. */
export interface SuppressionQuery {
  readonly channel: string;
  readonly limit: number;
  readonly after?: string | undefined;
}

/**
 * Keeps the list. An address has one entry for each scope, reason and site: to add one again changes nothing, so that whoever reports
 * twice does no harm, and to take one back leaves those of other reasons. Addresses arrive in the form that entries have.
 *
 * `find` is asked before each message that the list has a say in: it has to be fast, and to know at once what `add` has stored.
 */
export interface Suppressions<Tx = never> {
  /** All entries of an address. */
  find(channel: string, address: string, tx?: Tx): Promise<readonly Suppression[]>;
  /** Yields whether there was none of the same scope, reason and site. */
  add(suppression: Suppression, tx?: Tx): Promise<boolean>;
  /** Yields how many entries were removed. */
  remove(filter: SuppressionFilter, tx?: Tx): Promise<number>;
  list(query: SuppressionQuery): Promise<SuppressionPage>;
}

/** Whom a link to unsubscribe is for, and what from. */
export interface UnsubscribeTarget {
  readonly channel: string;
  readonly address: string;
  readonly scope: SuppressionScope;
  /** The lifecycle of the message that carried the link. */
  readonly lifecycle: string;
  /** The site, where its lifecycle names one: only messages of this site are ended. */
  readonly site: string | undefined;
  /** Language tag wanted by the recipient, where one is known. */
  readonly locale: string | undefined;
}

/** How things stand with a link. */
export interface UnsubscribeState extends UnsubscribeTarget {
  readonly isUnsubscribed: boolean;
}

/** What a link in a message does. Each yields undefined for a token that is not ours: forged, cut off, or of keys that are gone. */
export interface UnsubscribeLinks {
  /** Reads a token, and changes nothing. */
  readToken(token: string): Promise<UnsubscribeState | undefined>;
  /** Ends the messages that the token is for. Done twice, it is the same as once. */
  unsubscribe(token: string): Promise<UnsubscribeState | undefined>;
  /** Takes that back. */
  resubscribe(token: string): Promise<UnsubscribeState | undefined>;
}
