/**
 * The part of nodemailer that is needed, by structure: no version of it has to be installed for these types.
 * @module
 */

/** A name and an address, kept apart: nodemailer encodes the one and checks the other. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A file that goes along. */
export interface MailFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: string;
  readonly encoding: 'utf-8' | 'base64';
  readonly contentDisposition: 'attachment' | 'inline';
  /** Its Content-ID. */
  readonly cid?: string;
}

/** An invitation: a further form of the text, which mail programs show as such, and a file beside it. */
export interface MailInvitation {
  readonly method: string;
  readonly filename: string;
  readonly content: string;
}

/** A key as nodemailer takes it. `privateKey` is there, but not enumerable: who prints a mail does not print it. */
export interface MailDkim {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey?: string;
  readonly headerFieldNames: string;
}

/** What is handed to `sendMail`. */
export interface Mail {
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly replyTo?: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly icalEvent?: MailInvitation;
  /** Mutable, as nodemailer's own types want it. */
  readonly attachments?: MailFile[];
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dkim?: MailDkim;
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
  /** Yields the message as it is sent, signed where it is. Node's own type of a stream would need `@types/node` of every host. */
  readonly message: { createReadStream(options?: object): AsyncIterable<unknown> };
}

/** A transporter as `nodemailer.createTransport` builds it. */
export interface MailTransporter {
  sendMail(mail: Mail): Promise<MailResult>;
  /** As it was made with: a pool's tell how many connections it has. */
  readonly options?: unknown;
  /** Adds a plugin. Without it, a connection that is lost in the middle leaves open whether the message was accepted. */
  use?(step: string, plugin: (mail: MailUnderway, done: (error?: Error | null) => void) => void): unknown;
}
