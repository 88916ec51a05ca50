import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber, parsePhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it, test } from 'vitest';
import { readPhone } from '../../src/phones/index.js';

const taiwan = { country: 'TW' };
const mobile = { ok: true, number: '+886912345678', country: 'TW', destination: 'domestic' };

describe('a mobile of the shop’s country', () => {
  it.each([
    '0912-345-678',
    '0912345678',
    ' (0912) 345 678 ',
    '912345678',
    '+886912345678',
    '+886 0912 345 678',
    '886912345678',
    '00886912345678',
    '002 886 912 345 678',
    'tel:+886-912-345-678',
    '０９１２－３４５－６７８',
    '＋８８６９１２３４５６７８',
    '0912\u2010345\u2011678',
    '0912–345—678',
    '0912−345－678',
    '\u200b0912\u200b345\u2060678\ufeff',
    '\u202a0912\u00ad345678\u202c',
    '0912\u00a0345\u3000678',
    '٠٩١٢٣٤٥٦٧٨',
  ])('is read from %j', (text) => {
    expect(readPhone(text, taiwan)).toEqual(mobile);
  });
});

describe('a mobile from abroad', () => {
  it.each(['+7 912 345-67-89', '007 (8) 912 345-67-89', '+7 (8) 912 345-67-89', '0079123456789'])('is read from %j', (text) => {
    expect(readPhone(text, taiwan)).toEqual({
      ok: true,
      number: '+79123456789',
      country: 'RU',
      destination: 'international',
    });
  });

  it('may be one that nobody can tell from a landline, or in a range that no table has yet', () => {
    expect(readPhone('+1 212 555 0111', taiwan)).toMatchObject({
      ok: true,
      number: '+12125550111',
      destination: 'international',
    });
    expect(readPhone('+1 555 123 4567', taiwan)).toMatchObject({ ok: true, number: '+15551234567', country: undefined });
  });

  it('is domestic where the shop is, though two countries share a code', () => {
    expect(readPhone('+1 604 555 0111', { country: 'CA' })).toMatchObject({ country: 'CA', destination: 'domestic' });
    expect(readPhone('+1 212 555 0111', { country: 'CA' })).toMatchObject({ country: 'US', destination: 'international' });
  });
});

test.each([
  ['02-2345 6789', 'TW', 'not-mobile', "'02-2345 6789' is a landline of TW; SMS needs a mobile number"],
  ['+886 2 2345 6789', undefined, 'not-mobile', "'+886 2 2345 6789' is a landline of TW; SMS needs a mobile number"],
  ['+7 495 123-45-67', 'TW', 'not-mobile', "'+7 495 123-45-67' is a landline of RU; SMS needs a mobile number"],
  ['0800-080-123', 'TW', 'not-mobile', "'0800-080-123' is a toll-free number of TW; SMS needs a mobile number"],
  ['+800 1234 5678', 'TW', 'not-mobile', "'+800 1234 5678' is a toll-free number; SMS needs a mobile number"],
  ['0912-345-6789', 'TW', 'not-mobile', "'0912-345-6789' is no mobile number of TW"],
  ['0000000000', 'TW', 'not-mobile', "'0000000000' is no mobile number of TW"],
  ['0912-34', 'TW', 'too-short', "'0912-34' is too short for a number of TW"],
  ['+886', 'TW', 'too-short', "'+886' is too short for a number"],
  ['+15550101', undefined, 'too-short', "'+15550101' is too short for a number of +1"],
  ['0912345678 0922111222', 'TW', 'too-long', "'0912345678 0922111222' is too long for a number of TW"],
  ['+12345678901234567890', 'TW', 'too-long', "'+12345678901234567890' is too long for a number"],
  ['0912345678, 0922111222', 'TW', 'not-a-number', "'0912345678, 0922111222' is not a phone number"],
  ['ask my wife', 'TW', 'not-a-number', "'ask my wife' is not a phone number"],
  ['1-800-FLOWERS', 'US', 'not-a-number', "'1-800-FLOWERS' is not a phone number"],
  ['', 'TW', 'not-a-number', "'' is not a phone number"],
  ['+', 'TW', 'not-a-number', "'+' is not a phone number"],
  ['+999 123 456 789', 'TW', 'not-a-number', "'+999 123 456 789' begins with a country code that does not exist"],
  ['0912345678 ext. 5', 'TW', 'extension', "'0912345678 ext. 5' has an extension, and no SMS reaches one"],
  ['0912-345-678', undefined, 'no-country', "'0912-345-678' has no country code; write it with one, such as +886 912 345 678"],
])('%j in %s gets no SMS: %s', (text, country, code, why) => {
  expect(readPhone(text, { country })).toEqual({ ok: false, code, why });
});

test('a country that does not exist is refused, whatever the number; letter case makes no difference', () => {
  expect(() => readPhone('+886912345678', { country: 'Taiwan' })).toThrow(
    expect.objectContaining({
      code: 'invalid-value',
      message: "country: 'Taiwan' is no country. Expected two letters of ISO 3166-1, such as 'TW' or 'GB'.",
    }),
  );
  expect(readPhone('0912345678', { country: 'tw' })).toEqual(mobile);
});

const countries = getCountries().filter((country) => getExampleNumber(country, examples) !== undefined);

/** The mobile of a country that the tables give as an example. */
function exampleOf(country: CountryCode) {
  const example = getExampleNumber(country, examples);
  if (example === undefined) throw new Error(country);
  return example;
}

test.each(countries)('the example of a mobile of %s is read in its own form and in the international one', (country) => {
  const example = exampleOf(country);
  // A small territory shares ranges with a neighbour, and its numbers are told to be from there.
  const destination = parsePhoneNumber(example.number).country === country ? 'domestic' : 'international';
  for (const text of [example.number, example.formatInternational(), example.formatNational()])
    expect(readPhone(text, { country }), text).toMatchObject({ ok: true, number: example.number, destination });
  const abroad = country === 'TW' ? 'RU' : 'TW';
  expect(readPhone(example.number, { country: abroad })).toMatchObject({ ok: true, number: example.number });
  expect(readPhone(example.number)).toMatchObject({ ok: true, number: example.number, destination: undefined });
});

test('most countries have an example', () => {
  expect(countries.length).toBeGreaterThan(200);
});

const separator = fc.constantFrom('', ' ', '-', '\u2011', '－', '\u200b', '\u3000', '.', '\u2060 ');

test('whatever dashes, spaces and digits a mobile is written with, the same number is read; read again, it stays', () => {
  const property = fc.property(
    fc.constantFrom(...countries),
    fc.boolean(),
    fc.array(separator, { minLength: 15, maxLength: 15 }),
    (country, isWide, separators) => {
      const { number } = exampleOf(country);
      const digits = [...number.slice(1)].map((digit) => (isWide ? String.fromCharCode(digit.charCodeAt(0) + 0xfee0) : digit));
      const text = `+${digits.map((digit, at) => digit + (at < digits.length - 1 ? (separators[at] ?? '') : '')).join('')}`;
      const reading = readPhone(text, { country: 'TW' });
      expect(reading).toMatchObject({ ok: true, number });
      expect(readPhone(number, { country: 'TW' })).toEqual(reading);
    },
  );
  fc.assert(property, { seed: 4, numRuns: 500 });
});

test('whatever text is given, it is read or refused with a reason', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('TW', 'RU', 'US', undefined), (text, country) => {
    const reading = readPhone(text, { country });
    expect(reading.ok ? reading.number : reading.why).toMatch(reading.ok ? /^\+[1-9]\d{3,14}$/ : /./);
  });
  fc.assert(property, { seed: 5, numRuns: 500 });
});
