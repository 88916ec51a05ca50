import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OrderbellError } from '../../../src/core/errors.js';
import { type ImportFile, imported, lineAt, placeAt, readPart } from '../../../src/presets/shared/importing.js';

const entrySchema = z.strictObject({
  event: z.string(),
  text: z.string('expected a text.'),
  active: z.boolean().optional(),
});
const fileSchema = z.array(z.unknown());

/** A small importer: texts by event, where PHP cannot be translated. */
function importTexts(input: unknown, options = {}) {
  return imported('texts', options, (file) => ({ texts: textsOf(input, file) }));
}

function textsOf(input: unknown, file: ImportFile): Readonly<Record<string, string>> {
  const entries = (readPart(fileSchema, input, '', file) ?? []).map((value, index) =>
    file.entry((notes) => {
      const place = placeAt('', [index]);
      const entry = readPart(entrySchema, value, place, notes);
      const php = entry?.text.indexOf('<?') ?? -1;
      if (entry !== undefined && php >= 0)
        notes.untranslatable(lineAt(`${place}.text`, entry.text, php), 'PHP cannot be translated.');
      return entry === undefined ? undefined : ([entry.event, entry.text] as const);
    }),
  );
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof OrderbellError) return { code: error.code, problems: error.problems };
    throw error;
  }
  return undefined;
}

describe('an importer', () => {
  test('yields what it has read, and nothing that was left out', () => {
    expect(importTexts([{ event: 'new', text: 'Hello' }])).toEqual({ texts: { new: 'Hello' }, skipped: [] });
  });

  test('throws every problem of the file at once, each with its place', () => {
    const input = [
      { event: 'new', text: 5 },
      { event: 'paid', txet: 'x' },
      { event: 'sent', text: 'a\nb <?php ?>' },
    ];
    expect(problemsOf(() => importTexts(input))).toEqual({
      code: 'invalid-import',
      problems: [
        { code: 'invalid-value', place: '[0].text', message: '5 does not fit. Expected a text.' },
        { code: 'missing-value', place: '[1].text', message: 'it is not there. Expected a text.' },
        {
          code: 'unknown-column',
          place: '[1].txet',
          message: "unknown field 'txet'. Did you mean 'text'? Known: event, text, active.",
        },
        { code: 'untranslatable', place: '[2].text, line 2', message: 'PHP cannot be translated.' },
      ],
    });
  });

  test('leaves out whole what cannot be translated, where it is told to, and lists it', () => {
    const input = [
      { event: 'new', text: '<? ?>' },
      { event: 'paid', text: 'Paid' },
    ];
    expect(importTexts(input, { skip: true })).toEqual({
      texts: { paid: 'Paid' },
      skipped: [{ code: 'untranslatable', place: '[0].text, line 1', message: 'PHP cannot be translated.' }],
    });
    expect(problemsOf(() => importTexts(input))?.problems).toHaveLength(1);
  });

  test('refuses mistakes all the same, and then lists nothing else', () => {
    const input = [{ event: 'new', text: '<? ?>' }, { event: 'paid' }];
    expect(problemsOf(() => importTexts(input, { skip: true }))?.problems.map(({ place }) => place)).toEqual(['[1].text']);
  });

  test('says what it expected instead of a file that is none', () => {
    expect(problemsOf(() => importTexts('hello'))?.problems).toEqual([
      { code: 'invalid-value', place: 'the file', message: "'hello' does not fit. Expected array." },
    ]);
  });
});
