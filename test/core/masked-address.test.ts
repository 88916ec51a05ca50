import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedAddress } from '../../src/core/masked-address.js';

test.each([
  ['ann@example.com', 'a***@example.com'],
  ['  Ann.Smith+shop@mail.example.co.uk ', 'A***@mail.example.co.uk'],
  ['a@example.com', '***@example.com'],
  ['анна@почта.рф', 'а***@почта.рф'],
  ['"odd@name"@example.com', '***@example.com'],
  ['😀smile@example.com', '***@example.com'],
  ['<b>ann</b>@example.com', '***@example.com'],
  ['ann@<script>alert(1)</script>', '***'],
  ['ann@example.com\nBcc: eve@example.com', 'a***@example.com'],
  ['ann@-example.com', '***'],
  ['ann@', '***'],
  ['@example.com', '***'],
  ['ann', '***'],
  ['', '***'],
])('the e-mail address %j is shown as %s', (address, shown) => {
  expect(maskedAddress('email', address.trim())).toBe(shown);
});

test.each([
  ['+79261234567', '+7 *** *** 45 67'],
  ['+7 (926) 123-45-67', '+7 *** *** 45 67'],
  ['8 926 123-45-67', '*** *** 45 67'],
  ['+886912345678', '+886 *** *** 56 78'],
  ['0912-345-678', '*** *** 56 78'],
  ['+15550101234', '+1 *** *** 12 34'],
  ['+442071838750', '+44 *** *** 87 50'],
  ['+4915112345678', '+49 *** *** 56 78'],
  ['+380441234567', '+380 *** *** 45 67'],
  ['5550101', '***'],
  ['', '***'],
  ['call me', '***'],
  ['12345678901234567890', '***'],
])('the phone number %j is shown as %s', (address, shown) => {
  expect(maskedAddress('sms', address)).toBe(shown);
});

test('what another channel calls an address is not shown at all', () => {
  expect(maskedAddress('line', 'U4af4980629')).toBeUndefined();
});

test('whatever an address is made of, what is shown is short of markup, controls and most of the address', () => {
  fc.assert(
    fc.property(fc.constantFrom('email', 'sms'), fc.string({ unit: 'binary', maxLength: 40 }), (channel, address) => {
      const shown = maskedAddress(channel, address) ?? '';
      expect(shown).toMatch(/^[\p{L}\p{N}@*+. -]+$/u);
      expect(shown).toContain('***');
    }),
  );
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      const name = address.slice(0, address.lastIndexOf('@'));
      if (name.length > 1) expect(maskedAddress('email', address)).not.toContain(`${name}@`);
    }),
  );
});
