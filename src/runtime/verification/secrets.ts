/**
 * Hashes and encryption with the host's keys: what a store is given of codes, numbers and addresses.
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';
import type { VerificationOptions } from './verification.js';

/** One of the host's keys, as it is used: another one for each purpose, so that none of them tells anything of another. */
interface Key {
  readonly id: string;
  readonly codes: Buffer;
  readonly names: Buffer;
  readonly payloads: Buffer;
}

/** Begins what stands in a payload in place of a code. */
const prefix = 'sealed.';
const mostDigits = 64;

/** The secrets of a notifier. */
export class Secrets {
  readonly #keys: readonly [Key, ...Key[]];
  readonly #randomInt: (below: number) => number;

  constructor({ keys, randomInt: given }: Pick<VerificationOptions, 'keys' | 'randomInt'>) {
    const [first, ...rest] = keys.map(keyOf);
    if (first === undefined) throw new OrderbellError('missing-value', 'verification.keys: expected at least one.');
    this.#keys = [first, ...rest];
    this.#randomInt = given ?? ((below) => randomInt(below));
  }

  /** Six digits. */
  code(): string {
    return String(this.#randomInt(1_000_000)).padStart(6, '0');
  }

  /** A name that nobody can guess. */
  nonce(): string {
    return randomBytes(16).toString('base64url');
  }

  /** What stands for a number or address, by each of the keys: the present one first. */
  namesFor(value: string): readonly [string, ...string[]] {
    const [first, ...rest] = this.#keys;
    const nameBy = ({ names }: Key) => createHmac('sha256', names).update(value).digest('base64url').slice(0, 22);
    return [nameBy(first), ...rest.map(nameBy)];
  }

  /** What is stored of a code. */
  hashOf(id: string, code: string): { readonly key: string; readonly hash: string } {
    const [first] = this.#keys;
    return { key: first.id, hash: hashBy(first, id, code).toString('base64url') };
  }

  /** Whether a code is the one that was hashed. It takes the same time whether there is a hash or not, and whichever digits are wrong. */
  matches(id: string, typed: unknown, stored: { readonly key: string; readonly hash: string } | undefined): boolean {
    const key = this.#keys.find((one) => one.id === stored?.key);
    const actual = hashBy(key ?? this.#keys[0], id, digitsOf(typed));
    const expected = Buffer.from(stored?.hash ?? '', 'base64url');
    const isComparable = key !== undefined && expected.length === actual.length;
    return timingSafeEqual(actual, isComparable ? expected : Buffer.alloc(actual.length)) && isComparable;
  }

  /** A text that only {@link open} reads again, and only for the same owner. */
  seal(text: string, owner: string): string {
    const [{ id, payloads }] = this.#keys;
    const start = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', payloads, start).setAAD(Buffer.from(owner));
    const body = Buffer.concat([start, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${prefix}${id}.${body.toString('base64url')}`;
  }

  /** The text that was sealed. Throws `unknown-key` where its key is not given any more, or it is of another owner. */
  open(sealed: string, owner: string): string {
    const [id, encoded = ''] = sealed.slice(prefix.length).split('.');
    const key = this.#keys.find((one) => one.id === id);
    const fix = 'Keep the key that it was made with in verification.keys until all such messages are sent.';
    if (key === undefined)
      throw new OrderbellError('unknown-key', `the code of ${owner} was sealed with a key that is gone. ${fix}`);
    const body = Buffer.from(encoded, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.payloads, body.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(body.subarray(-16));
      return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new OrderbellError('unknown-key', `the code of ${owner} cannot be read with the key it names. ${fix}`, { cause });
    }
  }
}

/** Whether a value is a text that was sealed. */
export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(prefix);
}

function keyOf(given: string | Uint8Array): Key {
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', given, 'orderbell', `verification ${purpose}`, 32));
  return {
    id: derived('id').toString('base64url').slice(0, 8),
    codes: derived('codes'),
    names: derived('names'),
    payloads: derived('payloads'),
  };
}

function hashBy({ codes }: Key, id: string, code: string): Buffer {
  return createHmac('sha256', codes).update(`${id} ${code}`).digest();
}

/** What a person has typed, as digits: keyboards of East Asia write wide ones, and people put spaces between. */
function digitsOf(typed: unknown): string {
  if (typeof typed !== 'string' || typed.length > mostDigits) return '';
  return typed.normalize('NFKC').replace(/[\s-]/g, '');
}
