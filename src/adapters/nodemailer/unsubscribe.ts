/**
 * The headers by which a recipient ends promotional mail: RFC 2369 and RFC 8058.
 * @module
 */
import { PermanentDeliveryError } from '../../core/errors.js';
import type { EmailMessage } from '../../ports/transport.js';
import { isOneAddress } from './mailbox.js';

/**
 * `List-Unsubscribe` and `List-Unsubscribe-Post` of a promotional message; none of a transactional one, whatever it carries: nobody
 * may end the news of his own order by a slip of the finger.
 *
 * A link that mail programs could not use, or that could say more than an address, fails the message for good.
 */
export function unsubscribeHeaders({ category, unsubscribe }: EmailMessage): Readonly<Record<string, string>> {
  if (category !== 'promotional' || unsubscribe === undefined) return {};
  const { url, mailto } = unsubscribe;
  const links = [httpsLink(url), ...(mailto === undefined ? [] : [mailtoLink(mailto)])];
  return {
    'List-Unsubscribe': links.map((link) => `<${link}>`).join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** A line of a mail has 998 characters, and a link cannot be broken into two. */
const longest = 900;

function httpsLink(given: string): string {
  const place = 'unsubscribe.url';
  const { protocol, hostname, username, password, href } = parsed(place, given);
  if (protocol === 'http:') throw refused(place, 'one-click unsubscribing is for https only (RFC 8058), and this is http.');
  if (protocol !== 'https:' || hostname === '') throw refused(place, `expected an https address, got '${protocol}'.`);
  if (username !== '' || password !== '') throw refused(place, 'expected an address without user and password.');
  return withOneMark(href);
}

function mailtoLink(given: string): string {
  const place = 'unsubscribe.mailto';
  const link = /^mailto:/i.test(given) ? given : `mailto:${given}`;
  const { href, pathname } = parsed(place, link);
  if (isOneAddress(decoded(pathname))) return withOneMark(href);
  throw refused(place, "expected 'stop@shop.example' or 'mailto:stop@shop.example?subject=stop'.");
}

// A URL's parser strips line breaks and tabs, and encodes angle brackets and quotes; here they are refused, as no link has them.
function parsed(place: string, given: string): URL {
  if (typeof given !== 'string' || /[\s\p{C}<>"]/u.test(given))
    throw refused(place, 'expected an address without spaces, line breaks, quotes, angle brackets and control characters.');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined) throw refused(place, 'expected a whole address, such as https://shop.example/stop?t=...');
  if (url.href.length > longest) throw refused(place, `expected at most ${longest} characters, got ${url.href.length}.`);
  if (!/^[!#-;=?-~]+$/.test(url.href)) throw refused(place, 'expected an address that can be written in plain characters.');
  return url;
}

/** Question marks after the first, in another form of the same: nodemailer would take `=?...?=` for an encoded word and encode it again. */
function withOneMark(href: string): string {
  const [before = '', ...after] = href.split('?');
  return after.length < 2 ? href : `${before}?${after.join('%3F')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

// The address itself is never shown: it may carry a token.
function refused(place: string, message: string): PermanentDeliveryError {
  return new PermanentDeliveryError(`smtp: ${place}: ${message}`);
}
