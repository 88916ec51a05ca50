import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UnsubscribeTarget } from '../../../src/ports/suppressions.js';
import { unsubscribeTokens } from '../../../src/runtime/consent/unsubscribe-token.js';

const key = 'a secret of the shop that nobody else has';
const tokens = unsubscribeTokens([key]);
const target: UnsubscribeTarget = {
  channel: 'email',
  address: 'ann@example.com',
  scope: 'promotional',
  lifecycle: 'member',
  site: undefined,
  locale: 'zh-TW',
};
/** Written down, so that a change which would break the links in mails that were sent does not go unnoticed. */
const written =
  'AQK2WMlOoh57V1-itz7GXYm4KbC_RWqKXH2__J0o5NykXi0j2yIVkJgJuaRrIeCzZjTM9gBEA9wOTAWXD3XIVRcWh_ksrFuEMmRs3W_z87Jg8OQBZZfYi4SIcTqeRGKCcI9e8URbxKhGyF3PgX0ukg';

const anyTarget: fc.Arbitrary<UnsubscribeTarget> = fc.record({
  channel: fc.string(),
  address: fc.string({ unit: 'binary', maxLength: 320 }),
  scope: fc.constantFrom('all', 'promotional', 'transactional'),
  lifecycle: fc.string(),
  site: fc.option(fc.string(), { nil: undefined }),
  locale: fc.option(fc.string(), { nil: undefined }),
});

test('what was signed is read again, whatever it says, and is the same token each time', async () => {
  await fc.assert(
    fc.asyncProperty(anyTarget, async (one) => {
      const token = await tokens.sign(one);
      expect(token).toMatch(/^[\w-]+$/);
      expect(await tokens.read(token)).toEqual(one);
      expect(await unsubscribeTokens([key]).sign(one)).toBe(token);
    }),
  );
});

test('a token that an earlier version of orderbell has written is still read', async () => {
  expect(await tokens.sign(target)).toBe(written);
  expect(await tokens.read(written)).toEqual(target);
});

test('no character of a token can be another one', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=% ';
  await fc.assert(
    fc.asyncProperty(fc.nat(written.length - 1), fc.constantFrom(...alphabet), async (place, character) => {
      fc.pre(written[place] !== character);
      expect(await tokens.read(written.slice(0, place) + character + written.slice(place + 1))).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('no bit of a token can be another one', async () => {
  const bytes = Buffer.from(written, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(await tokens.read(flipped.toString('base64url'))).toBeUndefined();
  }
});

test('random bytes, and any text, are no token', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (bytes, text) => {
      expect(await tokens.read(Buffer.from([1, ...bytes]).toString('base64url'))).toBeUndefined();
      expect(await tokens.read(text)).toBeUndefined();
    }),
  );
});

test('a token that is cut off, prolonged or doubled is none', async () => {
  for (let length = 0; length < written.length; length++) expect(await tokens.read(written.slice(0, length))).toBeUndefined();
  for (const more of ['A', 'AA', '=', '.', written]) expect(await tokens.read(written + more)).toBeUndefined();
  expect(await tokens.read('A'.repeat(1_000_000))).toBeUndefined();
});

test('the body of one token with the signature of another is none', async () => {
  const other = Buffer.from(await tokens.sign({ ...target, address: 'bob@example.com' }), 'base64url');
  const own = Buffer.from(written, 'base64url');
  const mixed = Buffer.concat([own.subarray(0, -32), other.subarray(-32)]).toString('base64url');
  expect(await tokens.read(mixed)).toBeUndefined();
});

describe('keys', () => {
  const older = 'an older secret that has been replaced by now';

  test('the first signs and all of them verify, so that a new one is put in front', async () => {
    const before = await unsubscribeTokens([older]).sign(target);
    const rotated = unsubscribeTokens([key, older]);
    expect(await rotated.read(before)).toEqual(target);
    expect(await rotated.sign(target)).toBe(written);
  });

  test('a key that is gone verifies nothing any more', async () => {
    expect(await tokens.read(await unsubscribeTokens([older]).sign(target))).toBeUndefined();
  });
});

test('a token tells nobody without the key who is meant', async () => {
  const bytes = Buffer.from(written, 'base64url').toString('latin1');
  for (const part of ['ann', 'example', 'email', 'promotional', 'member', 'zh-TW']) expect(bytes).not.toContain(part);
  // Two people have nothing in common but the version: not even that they have the same mail provider.
  const other = Buffer.from(await tokens.sign({ ...target, address: 'bob@example.com' }), 'base64url');
  const same = [...Buffer.from(written, 'base64url')].filter((byte, index) => byte === other[index]).length;
  expect(same).toBeLessThan(20);
});
