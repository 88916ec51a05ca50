/**
 * DKIM: the keys that mails are signed with.
 * @module
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';
import type { MailDkim } from './mail-transporter.js';
import { domainOf } from './mailbox.js';

/** A key that mails are signed with. */
export interface Dkim {
  /** The domain that signs: that of `from`, or one above it. */
  readonly domainName: string;
  /** Which of the domain's keys it is: the DNS has the public one under `selector._domainkey.domain`. */
  readonly keySelector: string;
  /** An RSA key in PEM, without a passphrase. It is in no error, and in nothing that is printed. */
  readonly privateKey: string;
}

/**
 * All headers that our mails have of those that count. nodemailer's own list lacks `List-Unsubscribe-Post`, and without a signature
 * over it there is no one-click unsubscribing (RFC 8058).
 */
const headerFieldNames = [
  'From:Sender:Reply-To:To:Cc:Subject:Date:Message-ID:In-Reply-To:References:MIME-Version:Content-Type',
  'Content-Transfer-Encoding:Content-ID:Auto-Submitted:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post',
].join(':');

/**
 * Checks keys, once, and yields which of them signs a mail of an address: the first whose domain is that of the address or above it,
 * else the first of all. Throws `invalid-argument`, never with the key.
 */
export function signingOf(dkim: Dkim | readonly Dkim[] | undefined): (address: string) => MailDkim | undefined {
  const given: readonly Dkim[] = dkim === undefined ? [] : [dkim].flat();
  const keys = given.map((key, at) => checked(given.length === 1 ? 'dkim' : `dkim[${at}]`, key));
  return (address) => {
    const domain = domainOf(address).toLowerCase();
    return keys.find(({ domainName }) => `.${domain}`.endsWith(`.${domainName.toLowerCase()}`)) ?? keys[0];
  };
}

function checked(place: string, { domainName, keySelector, privateKey }: Dkim): MailDkim {
  if (!isName(domainName)) throw refused(place, 'domainName', "expected a domain such as 'shop.example'");
  if (!isName(keySelector)) throw refused(place, 'keySelector', "expected a selector such as 'mail2026'");
  const key = keyOf(privateKey);
  if (key?.asymmetricKeyType !== 'rsa') throw refused(place, 'privateKey', 'expected an RSA key in PEM, without a passphrase');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1_024) throw refused(place, 'privateKey', `expected a key of 1024 bits or more, better 2048; this has ${bits}`);
  const visible: MailDkim = { domainName, keySelector, headerFieldNames };
  return Object.defineProperty(visible, 'privateKey', { value: privateKey, enumerable: false });
}

/** The key; undefined where it cannot be read. What the parser says is not passed on: it is about a secret. */
function keyOf(privateKey: string): KeyObject | undefined {
  try {
    return createPrivateKey(privateKey);
  } catch {
    return undefined;
  }
}

/** Whether a text is made of labels, as names in the DNS are. */
function isName(text: unknown): boolean {
  return typeof text === 'string' && /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i.test(text);
}

function refused(place: string, part: keyof Dkim, expected: string): OrderbellError {
  return new OrderbellError('invalid-argument', `smtp: ${place}.${part}: ${expected}.`);
}
