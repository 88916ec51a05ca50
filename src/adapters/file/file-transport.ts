/**
 * A transport that writes messages to files, for demos and for looking at them.
 * @module
 */
import { RetryableDeliveryError } from '../../core/errors.js';
import type { EmailMessage, Message, Transport } from '../../ports/transport.js';
import { FileNames } from './file-names.js';
import { withImages } from './html-images.js';
import { writeWhole } from './write-whole.js';

/** Options of {@link fileTransport}. */
export interface FileTransportOptions {
  /** Made where it does not exist. */
  readonly directory: string;
  /** Compiles an e-mail to the text of an `.eml` file, as `eml` of `orderbell/nodemailer` does; without it none is written. */
  readonly eml?: (message: EmailMessage) => Promise<Uint8Array | string>;
}

/**
 * Writes each message to files of one name: `.txt`, for an e-mail also `.html`, its invitations (`.invite.ics`) and, where asked for,
 * `.eml`, and `.json` with everything known of it.
 *
 * Images of the HTML stand in the `.html` itself, so that a browser shows them; of other attachments the `.json` tells names and
 * lengths, and the `.eml` has them whole.
 *
 * Names sort in the order of sending and are safe on every file system. A message that is sent again, under the same key, replaces
 * its files. A file is there as a whole or not at all, and the `.json` comes last.
 *
 * @example
 * createNotifier({ ..., transports: { email: fileTransport({ directory: 'outbox' }) } });
 */
export function fileTransport({ directory, eml }: FileTransportOptions): Transport<Message | EmailMessage> {
  const names = new FileNames(directory);
  return {
    name: 'file',
    send: async (message) => {
      if (message.abort.aborted) throw new RetryableDeliveryError('file: nobody waits for this message any more.');
      const name = await names.nameOf(message);
      for (const [ending, content] of await filesOf(message, eml)) await writeWhole(directory, `${name}.${ending}`, content);
      return { id: name };
    },
  };
}

type Files = [ending: string, content: Uint8Array | string][];

async function filesOf(message: Message | EmailMessage, eml: FileTransportOptions['eml']): Promise<Files> {
  const files: Files = [['txt', message.text]];
  if ('subjectLine' in message) {
    if (message.html !== undefined) files.push(['html', withImages(message.html, message.attachments)]);
    for (const { filename, content } of message.calendar ?? []) files.push([filename, content]);
    if (eml !== undefined) files.push(['eml', await eml(message)]);
  }
  const { abort: _, ...known } = message;
  files.push(['json', `${JSON.stringify(known, withoutBytes, 2)}\n`]);
  return files;
}

/** Writes how long a file is in place of its bytes. */
function withoutBytes(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? `${value.byteLength} bytes` : value;
}
