/**
 * A real SMTP server on this machine that keeps the mails it gets.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** The server, and what it has got. */
export interface Mailbox {
  readonly port: number;
  /** Whole mails as they came over the wire, in order. */
  readonly mails: readonly Buffer[];
  close(): Promise<void>;
}

/** Opens a mailbox for every address, on a port that is free. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks));
        done();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  return {
    port: address.port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A name for the files of the mail with this Message-ID. */
export type NameOf = (messageId: string) => string;

/** Writes each mail as `.eml` and its HTML as `.html`, with a page that leads to all of them. */
export async function writeMails(directory: string, mails: readonly Buffer[], nameOf: NameOf): Promise<void> {
  const links: string[] = [];
  for (const [index, raw] of mails.entries()) {
    const { messageId = '', subject = '', to, html = '' } = await PostalMime.parse(raw);
    const name = `${String(index + 1).padStart(2, '0')}-${nameOf(messageId)}`;
    await writeFile(join(directory, `${name}.eml`), raw);
    await writeFile(join(directory, `${name}.html`), html);
    links.push(`<li><a href="${name}.html">${escaped(subject)}</a> to ${escaped(to?.[0]?.name || to?.[0]?.address || '')}</li>`);
  }
  const head = '<!doctype html><meta charset="utf-8"><title>orderbell demo</title><h1>Mails of the demo</h1>';
  await writeFile(join(directory, 'index.html'), `${head}\n<ol>\n${links.join('\n')}\n</ol>\n`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
