/**
 * From a message to a mail.
 * @module
 */
import { createHash } from 'node:crypto';
import { OrderbellError, PermanentDeliveryError } from '../../core/errors.js';
import type { EmailMessage } from '../../ports/transport.js';
import { invitationParts } from './invitations.js';
import type { Mail, MailAddress } from './mail-transporter.js';

/** An address, with or without the name to show beside it. */
export type Mailbox = string | { readonly name?: string; readonly address: string };

/** What all mails of a shop have in common. */
export interface Sender {
  /** The shop's address; its domain is also that of every Message-ID. */
  readonly from: Mailbox;
  /** Where answers go, if not to `from`. */
  readonly replyTo?: Mailbox;
  /** Headers for every mail, by name: `{ 'List-Unsubscribe': '<mailto:...>' }`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Checks what all mails have in common, once, and yields what makes mails of messages. Throws `invalid-argument` for a mailbox that
 * is not one address, and for a header that cannot be sent.
 *
 * The Message-ID is made from the message's key: a mail that is tried again carries the same one, and mail programs that get both
 * show one. `Auto-Submitted` keeps absence notes from being sent in answer.
 */
export function mailsFrom({ from, replyTo, headers = {} }: Sender): (message: EmailMessage) => Mail {
  const sender = mailbox('from', from);
  const answers = replyTo === undefined ? {} : { replyTo: mailbox('replyTo', replyTo) };
  const own = { 'Auto-Submitted': 'auto-generated', ...checked(headers) };
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return (message) => ({
    from: sender,
    to: { name: withoutControls(message.recipient.name ?? ''), address: deliverable(message.address) },
    ...answers,
    subject: withoutControls(message.subjectLine),
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    ...invitationParts(message),
    messageId: `<${createHash('sha256').update(message.key).digest('hex').slice(0, 32)}@${domain}>`,
    headers: own,
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    signal: message.abort,
  });
}

// Stricter than the standard, which also allows quoted local parts and address literals: nobody books with one, and what is not
// plainly a single address may be read as two by some server on the way.
const oneAddress = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

function mailbox(place: string, given: Mailbox): MailAddress {
  const { name = '', address } = typeof given === 'string' ? { address: given } : given;
  if (oneAddress.test(address) && withoutControls(name) === name.trim()) return { name: name.trim(), address };
  const expected = "Expected 'shop@example.com' or { name: 'Shop', address: 'shop@example.com' }.";
  throw new OrderbellError('invalid-argument', `smtp: ${place}: ${JSON.stringify(given)} is not one mailbox. ${expected}`);
}

function deliverable(address: string): string {
  if (oneAddress.test(address)) return address;
  throw new PermanentDeliveryError(
    `smtp: ${JSON.stringify(address)} is not one e-mail address. Expected one such as ann@example.com.`,
  );
}

function checked(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[!-9;-~]+$/.test(name) && !/\p{Cc}/u.test(value)) continue;
    const expected = 'Expected a name of plain characters and a value of one line.';
    throw new OrderbellError(
      'invalid-argument',
      `smtp: headers: ${JSON.stringify(name)} cannot be sent as a header. ${expected}`,
    );
  }
  return headers;
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
