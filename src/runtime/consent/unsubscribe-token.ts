/**
 * Tokens of links to unsubscribe: encrypted, then signed, with keys of the host.
 * @module
 */
import type { webcrypto } from 'node:crypto';
import type { UnsubscribeTarget } from '../../ports/suppressions.js';

/** Makes and reads tokens. */
export interface UnsubscribeTokens {
  /** The same target always has the same token, so that a message that is sent again is the same message. */
  sign(target: UnsubscribeTarget): Promise<string>;
  /** Undefined for what none of the keys has signed. */
  read(token: string): Promise<UnsubscribeTarget | undefined>;
}

interface Keys {
  readonly vector: webcrypto.CryptoKey;
  readonly cipher: webcrypto.CryptoKey;
  readonly signature: webcrypto.CryptoKey;
}

const version = 1;
const vectorLength = 16;
const signatureLength = 32;
/** Far beyond what a target takes: nothing longer is decoded. */
const longestToken = 4_096;

/**
 * Tokens with several keys: the first signs, all of them verify. A token is base64url of version, initial vector, target (AES-256-CTR) and
 * HMAC-SHA256 of all that. It says who is meant only to those who have the key, and it does not expire.
 */
export function unsubscribeTokens(secrets: readonly string[]): UnsubscribeTokens {
  // Derived when the first token is made or read: most processes never do.
  let derived: Promise<readonly Keys[]> | undefined;
  const keys = () => {
    derived ??= Promise.all(secrets.map(keysFrom));
    return derived;
  };
  return {
    sign: async (target) => {
      const [first] = await keys();
      if (first === undefined) throw new RangeError('there is no key to sign with');
      return signed(first, target);
    },
    read: async (token) => {
      const bytes = typeof token === 'string' && token.length <= longestToken ? fromBase64Url(token) : undefined;
      if (bytes === undefined || bytes[0] !== version || bytes.length <= 1 + vectorLength + signatureLength) return undefined;
      for (const one of await keys()) {
        const target = await opened(one, bytes);
        if (target !== undefined) return target;
      }
      return undefined;
    },
  };
}

async function signed({ vector, cipher, signature }: Keys, target: UnsubscribeTarget): Promise<string> {
  const { channel, address, scope, lifecycle, site, locale } = target;
  const plain = new TextEncoder().encode(JSON.stringify([channel, address, scope, lifecycle, site ?? null, locale ?? null]));
  const counter = new Uint8Array(await crypto.subtle.sign('HMAC', vector, plain)).slice(0, vectorLength);
  const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, cipher, plain));
  const body = new Uint8Array([version, ...counter, ...hidden]);
  const mark = new Uint8Array(await crypto.subtle.sign('HMAC', signature, body));
  return toBase64Url(new Uint8Array([...body, ...mark]));
}

async function opened({ cipher, signature }: Keys, bytes: Uint8Array<ArrayBuffer>): Promise<UnsubscribeTarget | undefined> {
  const body = bytes.slice(0, -signatureLength);
  // `verify` compares in constant time.
  if (!(await crypto.subtle.verify('HMAC', signature, bytes.slice(-signatureLength), body))) return undefined;
  const counter = body.slice(1, 1 + vectorLength);
  const hidden = body.slice(1 + vectorLength);
  const plain = await crypto.subtle.decrypt({ name: 'AES-CTR', counter, length: 64 }, cipher, hidden);
  // Signed by us: it is what `signed` has written.
  const [channel, address, scope, lifecycle, site, locale] = JSON.parse(new TextDecoder().decode(plain)) as Written;
  return { channel, address, scope, lifecycle, site: site ?? undefined, locale: locale ?? undefined };
}

type Written = readonly [
  channel: string,
  address: string,
  scope: UnsubscribeTarget['scope'],
  lifecycle: string,
  site: string | null,
  locale: string | null,
];

type DerivedKey = webcrypto.AesDerivedKeyParams | webcrypto.HmacImportParams;

/** A key for each purpose, so that no one of them says anything about another. */
async function keysFrom(secret: string): Promise<Keys> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey']);
  const derive = (purpose: string, type: DerivedKey, usages: readonly webcrypto.KeyUsage[]) => {
    const from = {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(`orderbell ${purpose}`),
    };
    return crypto.subtle.deriveKey(from, base, type, false, usages);
  };
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  const [vector, cipher, signature] = await Promise.all([
    derive('unsubscribe vector', hmac, ['sign']),
    derive('unsubscribe cipher', { name: 'AES-CTR', length: 256 }, ['encrypt', 'decrypt']),
    derive('unsubscribe signature', hmac, ['sign', 'verify']),
  ]);
  return { vector, cipher, signature };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

/** Undefined for anything that {@link toBase64Url} would not have written: several texts for the same bytes would be several tokens. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return toBase64Url(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
