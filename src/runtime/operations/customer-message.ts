/**
 * What a customer may see of the messages about a subject.
 * @module
 */
import type { Contact } from '../../core/contact.js';
import type { Shape } from '../../core/shape.js';

/** Whose messages to show, in which language, and how many. */
export interface CustomerHistoryOptions<S extends Shape = Shape> {
  /**
   * The roles whose messages are shown; messages to any other role, and to contacts that a row or `send` names itself, never are. Roles
   * of `internal.for` are refused. May be left out where the lifecycle has a single role beside those.
   */
  readonly roles?: readonly (S['roles'] | S['items'][keyof S['items']]['roles'])[];
  /** Only what this one was told, where several people have these roles: a contact, or what tells contacts apart (its `id`). */
  readonly recipient?: Contact | string;
  /** Language of the titles: that of the subject unless told otherwise. */
  readonly locale?: string;
  /** Whether to show what is still to come, too, behind what was sent. */
  readonly planned?: boolean;
  /** Messages at most; all unless told otherwise. */
  readonly limit?: number;
  /** `id` of the last message of the page before. */
  readonly after?: string;
}

/**
 * One message as its reader may see it. Nothing in it tells what it said, what caused it, whom else it went to or what went wrong; the
 * texts in it are the host's own. It is data all the same: escape it in HTML.
 */
export interface CustomerMessage {
  /** Tells it from the others of the subject, and where a page ends. Made of nothing that is secret. */
  readonly id: string;
  /** When it was sent, or is going to be. */
  readonly at: Date;
  /**
   * `sent`, and where a receipt says so `delivered` or `undelivered`. `unclear`: it may or may not have gone out, and is not repeated.
   */
  readonly state: 'sent' | 'delivered' | 'undelivered' | 'unclear' | 'planned';
  /** How it was sent; of a planned one with several, the channel that is tried first. */
  readonly channel: string;
  readonly role: string;
  /**
   * Where to, most of it hidden: `a***@example.com`, `+7 *** *** 45 67`. What was kept with the text where `keepContent` is on, else the
   * address that the person has now; undefined where nobody knows any more, and for channels other than e-mail and SMS.
   */
  readonly address: string | undefined;
  /** The rule that sent it, or the template where the host asked for it. */
  readonly rule: string;
  /** What it is about, from the `titles` of the templates; undefined where there is none. */
  readonly title: string | undefined;
}
