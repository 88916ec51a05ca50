/**
 * Consent as hosts configure it: may a person be told this, and how do they say no?
 * @module
 */
import type { Contact } from '../../core/contact.js';
import type { Category } from '../../core/rule.js';
import type { Suppressions } from '../../ports/suppressions.js';

/** What `mayContact` is told besides the contact. */
export interface ContactContext {
  readonly rule: string;
  readonly channel: string;
  readonly category: Category;
  readonly lifecycle: string;
  /** The site of the subject, where its lifecycle names one. */
  readonly site: string | undefined;
}

/** Whether a person may be told something: true, false, or a text that says why not. */
export type MayContact = (contact: Contact, context: ContactContext) => boolean | string | Promise<boolean | string>;

/** Words by which people stop messages, or ask for them again; the whole message has to be one of them. */
export interface InboundWords {
  readonly stop?: readonly string[] | undefined;
  readonly start?: readonly string[] | undefined;
}

/** How the list of suppressed addresses is kept and filled. */
export interface SuppressionOptions<Tx = never> {
  /** A list of yours; the records of the store unless given. */
  readonly list?: Suppressions<Tx> | undefined;
  /** Put before SMS numbers that are written with a leading zero, so that `0912 345 678` and `+886 912 345 678` are one: `886`. */
  readonly countryCode?: string | undefined;
  /** Whether an address that a provider says does not exist is added by itself; false unless told otherwise. */
  readonly suppressBounces?: boolean | undefined;
  /** Words beside those that are known, which are STOP, 退訂, СТОП, START and the like. */
  readonly words?: InboundWords | undefined;
}

/** How promotional messages say where they are ended. */
export interface UnsubscribeOptions {
  /** Where `unsubscribeHandler` of `orderbell/unsubscribe` answers, by https: `https://shop.example/unsubscribe`. */
  readonly url: string;
  /**
   * Secrets of 32 characters or more. The first signs, all of them verify: put a new one in front, and leave the old ones for as long as
   * mails with their links may lie in a mailbox.
   */
  readonly keys: readonly string[];
  /** An address that does the same by e-mail, for mail programs that know nothing else. What arrives there is for you to read. */
  readonly mailto?: string | undefined;
}

/** What a notifier knows of consent. */
export interface ConsentSettings<Tx> {
  readonly mayContact: MayContact | undefined;
  /** False: nobody is asked. Undefined: promotional messages ask the records of the store, where it has some. */
  readonly suppressions: SuppressionOptions<Tx> | false | undefined;
  readonly unsubscribe: UnsubscribeOptions | undefined;
}
