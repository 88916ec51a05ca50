/**
 * The part of nodemailer that is needed, by structure: no version of it has to be installed for these types.
 * @module
 */

import type { InvitationParts } from './invitations.js';

/** A name and an address, kept apart: nodemailer encodes the one and checks the other. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** What is handed to `sendMail`. */
export interface Mail extends InvitationParts {
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly replyTo?: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly xMailer: false;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
  /** Ends the sending early, where the version of nodemailer knows how to. */
  readonly signal: AbortSignal;
}

/** What `sendMail` answers. */
export interface MailResult {
  readonly messageId?: string | undefined;
  readonly accepted?: readonly unknown[] | undefined;
  readonly rejected?: readonly unknown[] | undefined;
  /** The whole message, of a transporter made with `{ streamTransport: true, buffer: true }`. */
  readonly message?: unknown;
}

/** A mail on its way, as plugins see it. */
export interface MailUnderway {
  readonly data: { readonly to?: unknown };
  /** `follow` gets the message as a stream and yields the stream that is sent. Node's own type would need `@types/node` of every host. */
  readonly message: { processFunc(follow: (input: AsyncIterable<unknown>) => AsyncIterable<unknown>): void };
}

/** A transporter as `nodemailer.createTransport` builds it. */
export interface MailTransporter {
  sendMail(mail: Mail): Promise<MailResult>;
  /** Adds a plugin. Without it, a connection that is lost in the middle leaves open whether the message was accepted. */
  use?(step: string, plugin: (mail: MailUnderway, done: (error?: Error | null) => void) => void): unknown;
}
