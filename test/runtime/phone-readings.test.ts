import { expect, test } from 'vitest';
import type { PhoneReading } from '../../src/core/phone.js';
import { readPhone } from '../../src/phones/read-phone.js';
import { phoneReadings } from '../../src/runtime/phone-readings.js';

/** What is remembered, and the texts that were really read. */
function counted() {
  const asked: string[] = [];
  const read = (text: string, options: { readonly country?: string | undefined }): PhoneReading => {
    asked.push(`${text} in ${options.country}`);
    return readPhone(text, options);
  };
  return { asked, recall: phoneReadings(read) };
}

test('a number is read once, and once more for another country', () => {
  const { asked, recall } = counted();
  const texts = ['0912-345-678', '0912-345-678', '+886912345678'];
  expect(texts.map((text) => recall(text, 'TW'))).toEqual(texts.map((text) => readPhone(text, { country: 'TW' })));
  expect(recall('0912-345-678', undefined)).toEqual(readPhone('0912-345-678'));
  expect(asked).toEqual(['0912-345-678 in TW', '+886912345678 in TW', '0912-345-678 in undefined']);
});

test('a text of several lines is the text it is', () => {
  const { asked, recall } = counted();
  expect(recall('09\n12', 'TW')).toEqual(readPhone('09\n12', { country: 'TW' }));
  expect(asked).toEqual(['09\n12 in TW']);
});

test('what is longer than any number is not kept', () => {
  const { asked, recall } = counted();
  const text = '0'.repeat(41);
  expect(recall(text, 'TW')).toEqual(recall(text, 'TW'));
  expect(asked).toHaveLength(2);
});

test('a country that does not exist is refused each time', () => {
  const { asked, recall } = counted();
  for (const _ of [1, 2]) expect(() => recall('0912345678', 'XX')).toThrow(/XX/);
  expect(asked).toHaveLength(2);
});
