/**
 * From a message to a mail.
 * @module
 */
import { createHash } from 'node:crypto';
import { OrderbellError, PermanentDeliveryError } from '../../core/errors.js';
import type { EmailMessage, MessageSender } from '../../ports/transport.js';
import { type Dkim, signingOf } from './dkim.js';
import { filesOf } from './files.js';
import { invitationParts } from './invitations.js';
import type { Mail, MailAddress } from './mail-transporter.js';
import { domainOf, type Mailbox, mailbox, oneLine, recipientOf } from './mailbox.js';
import { forThisMessage, type PerMessage, perMessage } from './per-message.js';
import { unsubscribeHeaders } from './unsubscribe.js';

/** What all mails of a shop have in common. Each of the first three may differ from site to site, or from message to message. */
export interface Sender {
  /** The shop's address; its domain is also that of every Message-ID. */
  readonly from: PerMessage<Mailbox>;
  /** Where answers go, if not to `from`. */
  readonly replyTo?: PerMessage<Mailbox>;
  /** Headers for every mail, by name: `{ 'List-Id': '<offers.shop.example>' }`. */
  readonly headers?: PerMessage<Readonly<Record<string, string>>>;
  /** Signs every mail, by the key of its sender's domain; without it nothing is signed here. */
  readonly dkim?: Dkim | readonly Dkim[];
}

/**
 * Checks what all mails have in common, once, and yields what makes mails of messages. Throws `invalid-argument` for a mailbox that
 * is not one address, for a header that cannot be sent and for a key that cannot sign.
 *
 * The Message-ID is made from the message's key: a mail that is tried again carries the same one, and mail programs that get both
 * show one. `Auto-Submitted` keeps absence notes from being sent in answer.
 */
export function mailsFrom({ from, replyTo, headers, dkim }: Sender): (message: EmailMessage) => Mail {
  const senderOf = perMessage('from', from, mailbox);
  const answersOf = perMessage('replyTo', replyTo, mailbox);
  const headersOf = perMessage('headers', headers, checkedHeaders);
  const signing = signingOf(dkim);
  return (message) => {
    const sender = sentBy(message, senderOf(message));
    const answers = answeredBy(message.sender, answersOf(message));
    const key = signing(sender.address);
    const invitation = invitationParts(message);
    const files = [...filesOf(message.attachments), ...invitation.files];
    return {
      from: sender,
      to: recipientOf(message.recipient.name, message.address),
      ...(answers === undefined ? {} : { replyTo: answers }),
      subject: oneLine(message.subjectLine),
      text: message.text,
      ...(message.html === undefined ? {} : { html: message.html }),
      ...(invitation.icalEvent === undefined ? {} : { icalEvent: invitation.icalEvent }),
      ...(files.length === 0 ? {} : { attachments: files }),
      messageId: messageId(message.key, sender.address),
      headers: merged({ 'Auto-Submitted': 'auto-generated' }, headersOf(message), unsubscribeHeaders(message)),
      ...(key === undefined ? {} : { dkim: key }),
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: message.abort,
    };
  };
}

/** Who a mail is from: what the message says itself, and otherwise the options. */
function sentBy({ site, sender }: EmailMessage, usual: MailAddress | undefined): MailAddress {
  const address = sender?.from ?? usual?.address;
  if (address === undefined) {
    const whose = site === undefined ? 'a message without a site' : `site '${site}'`;
    throw new PermanentDeliveryError(`smtp: from: there is no sender for ${whose}. Add it to bySite, or give otherwise.`);
  }
  const name = sender?.name ?? usual?.name ?? '';
  return forThisMessage(() => mailbox('sender', { name, address }));
}

function answeredBy(sender: MessageSender | undefined, usual: MailAddress | undefined): MailAddress | undefined {
  const own = sender?.replyTo;
  return own === undefined ? usual : forThisMessage(() => mailbox('sender.replyTo', own));
}

function messageId(key: string, address: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domainOf(address)}>`;
}

/** Headers that later ones replace, in whatever case their names are written. */
function merged(...tables: readonly (Readonly<Record<string, string>> | undefined)[]): Readonly<Record<string, string>> {
  const byName = new Map<string, readonly [string, string]>();
  for (const table of tables) for (const entry of Object.entries(table ?? {})) byName.set(entry[0].toLowerCase(), entry);
  return Object.fromEntries(byName.values());
}

function checkedHeaders(place: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[!-9;-~]+$/.test(name) && typeof value === 'string' && oneLine(value) === value.trim()) continue;
    const expected = 'Expected a name of plain characters and a value of one line.';
    throw new OrderbellError(
      'invalid-argument',
      `smtp: ${place}: ${JSON.stringify(name)} cannot be sent as a header. ${expected}`,
    );
  }
  return headers;
}
