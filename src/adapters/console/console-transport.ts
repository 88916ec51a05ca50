/**
 * A transport that prints messages, for development.
 * @module
 */
import { RetryableDeliveryError } from '../../core/errors.js';
import type { EmailMessage, Message, Transport } from '../../ports/transport.js';

/** Options of {@link consoleTransport}. */
export interface ConsoleTransportOptions {
  /** Takes what is printed, one message at a time: standard output unless given. */
  readonly write?: (text: string) => void;
}

/**
 * Prints every message as a short block of text; of an e-mail the subject line, the plain-text part and the names of its invitations.
 *
 * Control characters are left out, so that no message can take hold of the terminal.
 *
 * @example
 * createNotifier({ ..., transports: { email: consoleTransport(), sms: consoleTransport() } });
 * // -- email to Ann <ann@example.com> | booking B-1, pre-visit
 * //    Your visit on Tuesday
 * //
 * //    See you at 10:00.
 */
export function consoleTransport({ write = toStandardOutput }: ConsoleTransportOptions = {}): Transport<Message | EmailMessage> {
  return {
    name: 'console',
    send: async (message) => {
      if (message.abort.aborted) throw new RetryableDeliveryError('console: nobody waits for this message any more.');
      write(blockOf(message));
      return {};
    },
  };
}

function blockOf(message: Message | EmailMessage): string {
  const { channel, address, lifecycle, subject, rule, recipient } = message;
  const name = oneLine(recipient.name ?? '');
  const to = name === '' || name === address ? oneLine(address) : `${name} <${oneLine(address)}>`;
  const head = `-- ${oneLine(channel)} to ${to} | ${oneLine(lifecycle)} ${oneLine(subject)}, ${oneLine(rule)}`;
  const subjectLine = 'subjectLine' in message ? [oneLine(message.subjectLine), ''] : [];
  const body = [...subjectLine, ...printable(message.text.trimEnd()).split('\n')];
  const files = ('subjectLine' in message ? (message.calendar ?? []) : []).map(({ filename }) => `+ ${oneLine(filename)}`);
  if (files.length > 0) body.push('', ...files);
  return `${head}\n${body.map((line) => `   ${line}`.trimEnd()).join('\n')}\n\n`;
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

/** Without control characters, but for line breaks and tabs. */
function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');
}

function toStandardOutput(text: string): void {
  process.stdout.write(text);
}
