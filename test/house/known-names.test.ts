/** The names that the documentation calls known are those that the library knows. */
import { expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { booking } from '../builders/booking.js';
import { bookingTemplates, studio } from '../builders/studio.js';
import { read } from './sources.js';

/** What a message calls known, where it speaks of this name. */
function knownIn(text: string, name: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.includes(`'${name}'`))
    ?.match(/Known: ([^.]*)\./)?.[1];
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OrderbellError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What refuses a name that nobody knows. */
const misspelt = {
  unles: () => booking.rulesFromJson({ 'pre-visit': { unles: 'pays on site' } }),
  windos: () => studio({ windos: {} } as object),
  monye: () =>
    studio({
      templates: [
        defineTemplates(booking, {
          ...bookingTemplates,
          locales: { en: { templates: { 'order-placed': { email: { subject: 'x', text: '{{monye 1}}' } } } } },
        }),
      ],
    }),
};

test.each<[page: string, name: keyof typeof misspelt]>([
  ['docs/errors.md', 'unles'],
  ['docs/errors.md', 'windos'],
  ['docs/errors.md', 'monye'],
  ['docs/templates.md', 'monye'],
])('%s shows what is known beside %s', (page, name) => {
  const known = knownIn(messageOf(misspelt[name]), name);
  expect(known).toContain(', ');
  const lines = read(page)
    .split('\n')
    .filter((line) => line.includes(`'${name}'`));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(knownIn(line, name)).toBe(known);
});
