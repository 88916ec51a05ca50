import nodemailer from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import { eml, type Sender } from '../../../src/adapters/nodemailer/index.js';
import type { EmailMessage } from '../../../src/ports/transport.js';
import { aMessage } from './sending.js';

/** A mail as it would be sent, and as an independent reader understands it. */
export interface Compiled {
  readonly raw: string;
  readonly mail: Email;
}

const from = { name: 'Studio 安', address: 'studio@shop.example' };

/** Compiles a message without a server, where many are looked at. */
export async function compiled(given: Partial<EmailMessage> = {}, options: Partial<Sender> = {}): Promise<Compiled> {
  const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const raw = await eml({ transporter, from, ...options })(aMessage(given));
  return { raw: Buffer.from(raw).toString('latin1'), mail: await PostalMime.parse(raw) };
}

/** The values of all headers of a name. */
export function valuesOf({ mail }: Pick<Compiled, 'mail'>, name: string): readonly string[] {
  return mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
}
