/**
 * Mailboxes: addresses and the names beside them.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../../core/errors.js';
import type { MailAddress } from './mail-transporter.js';

/** An address, with or without the name to show beside it. */
export type Mailbox = string | { readonly name?: string; readonly address: string };

/** Checks a mailbox of the options. Throws `invalid-argument` for one that is not one address. */
export function mailbox(place: string, given: Mailbox): MailAddress {
  const { name = '', address } = typeof given === 'string' ? { address: given } : given;
  if (isOneAddress(address) && typeof name === 'string' && oneLine(name) === name.trim()) return { name: name.trim(), address };
  const expected = "Expected 'shop@example.com' or { name: 'Shop', address: 'shop@example.com' }.";
  throw new OrderbellError('invalid-argument', `smtp: ${place}: ${JSON.stringify(given)} is not one mailbox. ${expected}`);
}

/** A recipient. Throws `PermanentDeliveryError` for what is not one address. */
export function recipientOf(name: string | undefined, address: string): MailAddress {
  if (isOneAddress(address)) return { name: oneLine(name ?? ''), address };
  throw new PermanentDeliveryError(
    `smtp: ${JSON.stringify(address)} is not one e-mail address. Expected one such as ann@example.com.`,
  );
}

// Stricter than the standard, which also allows quoted local parts and address literals: nobody books with one, and what is not
// plainly a single address may be read as two by some server on the way.
const part = String.raw`[^\s\p{C}<>()[\]\\,;:"@.]+(?:\.[^\s\p{C}<>()[\]\\,;:"@.]+)*`;
const oneAddress = new RegExp(`^${part}@${part}$`, 'u');

/** Whether a text is plainly one address, no longer than SMTP takes. */
export function isOneAddress(address: unknown): address is string {
  return typeof address === 'string' && address.length <= 254 && oneAddress.test(address);
}

/** A text on one line: control characters and the line separators of Unicode become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
