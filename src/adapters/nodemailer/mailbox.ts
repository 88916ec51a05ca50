/**
 * Mailboxes: addresses and the names beside them.
 * @module
 */
import { domainToASCII } from 'node:url';
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
// plainly a single address may be read as two by some server on the way. So may what looks like an encoded word: `=?utf-8?q?...?=`.
const atoms = String.raw`(?!.*=\?)[^\s\p{C}<>()[\]\\,;:"@.]+(?:\.[^\s\p{C}<>()[\]\\,;:"@.]+)*`;
const labels = String.raw`[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*`;
const oneAddress = new RegExp(`^${atoms}@${labels}$`, 'u');

/** Whether a text is plainly one address, no longer than SMTP takes. */
export function isOneAddress(address: unknown): address is string {
  return typeof address === 'string' && address.length <= 254 && oneAddress.test(address) && domainOf(address) !== '';
}

/** The domain of an address as the DNS has it: in Punycode where it is in another script; empty where it cannot be written so. */
export function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return /^[!-~]*$/.test(domain) ? domain : domainToASCII(domain);
}

/** A text on one line: control characters and the line separators of Unicode become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
