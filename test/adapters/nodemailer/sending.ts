import nodemailer from 'nodemailer';
import type { MailTransporter, SmtpOptions } from '../../../src/adapters/nodemailer/index.js';
import { smtp } from '../../../src/adapters/nodemailer/index.js';
import type { EmailMessage, Transport } from '../../../src/ports/transport.js';
import { type SmtpSink, type SunkMail, smtpSink } from './smtp-sink.js';

/** Runs work with a server of its own. */
export async function withSink<R>(work: (sink: SmtpSink) => Promise<R>): Promise<R> {
  const sink = await smtpSink();
  try {
    return await work(sink);
  } finally {
    await sink.close();
  }
}

/** The transport under test; not `watched` means through a transporter that takes no plugins. */
export function smtpTo(
  { port }: { readonly port: number },
  options: Partial<SmtpOptions> = {},
  watched = true,
): Transport<EmailMessage> {
  const transporter = nodemailer.createTransport({ host: '127.0.0.1', port });
  // The types of nodemailer want mutable headers; it does not change them.
  const unwatched: MailTransporter = { sendMail: (mail) => transporter.sendMail(mail as object) };
  const from = { name: 'Studio 安', address: 'studio@shop.example' };
  return smtp({ transporter: watched ? transporter : unwatched, from, ...options });
}

export function aMessage(given: Partial<EmailMessage> = {}): EmailMessage {
  return {
    key: 'booking/B-1/pre-visit/S-1/ann%40example.com/email/2026-03-10',
    channel: 'email',
    lifecycle: 'booking',
    subject: 'B-1',
    rule: 'pre-visit',
    role: 'participant',
    recipient: { name: 'Ann', email: 'ann@example.com' },
    address: 'ann@example.com',
    locale: 'zh-TW',
    category: 'transactional',
    site: undefined,
    text: 'See you tomorrow.',
    subjectLine: 'Your visit',
    html: '<p>See you tomorrow.</p>',
    attempt: 1,
    abort: new AbortController().signal,
    ...given,
  };
}

/** The one mail that the server gets of a message. */
export async function sentMail(given: Partial<EmailMessage> = {}, options: Partial<SmtpOptions> = {}): Promise<SunkMail> {
  return withSink(async (sink) => {
    await smtpTo(sink, options).send(aMessage(given));
    const [mail] = sink.mails;
    if (mail === undefined || sink.mails.length > 1) throw new Error(`${sink.mails.length} mails were received`);
    return mail;
  });
}

export function headerOf({ mail }: SunkMail, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value;
}
