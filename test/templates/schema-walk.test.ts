import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { walkSchema } from '../../src/templates/schema-walk.js';
import { kindsIn } from '../../src/templates/unknown-path.js';
import { elementsOf } from '../../src/templates/view.js';

/** Where a path leads, in words. */
function lead(schema: z.ZodType, path: string): string {
  const walk = walkSchema(schema, path === '' ? [] : path.split('.'));
  if (walk.kind === 'known') return walk.view.every(({ kind }) => kind === 'opaque') ? 'known, of any kind' : kindsIn(walk.view);
  return walk.kind === 'opaque' ? 'opaque' : `unknown at ${walk.at}: ${walk.known.join(', ')}`;
}

/** A field `v` of an object, to see through what wraps it. */
function field(schema: z.ZodType): z.ZodType {
  return z.object({ v: schema });
}

const contact = z.object({ name: z.string(), age: z.number() });

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));
const getterTree = z.object({
  name: z.string(),
  get parent() {
    return getterTree.optional();
  },
});

describe('objects', () => {
  test.each([
    ['name', 'a string'],
    ['age', 'a number'],
    ['nme', 'unknown at 0: name, age'],
    ['name.first', 'unknown at 1: length'],
    ['name.length', 'a number'],
    ['age.x', 'unknown at 1: '],
    ['constructor', 'unknown at 0: name, age'],
    ['__proto__', 'unknown at 0: name, age'],
    ['toString', 'unknown at 0: name, age'],
    ['', 'an object'],
  ])('path %j of a plain object leads to: %s', (path, expected) => {
    expect(lead(contact, path)).toBe(expected);
  });

  test('unknown keys of a strict object do not exist, those of a loose one cannot be seen, those of a catchall are known', () => {
    expect(lead(z.strictObject({ a: z.string() }), 'b')).toBe('unknown at 0: a');
    expect(lead(z.looseObject({ a: z.string() }), 'b')).toBe('opaque');
    expect(lead(z.looseObject({ a: z.string() }), 'a')).toBe('a string');
    expect(lead(z.object({ a: z.string() }).catchall(z.number()), 'b')).toBe('a number');
  });

  test('extended, picked, partial and branded objects are seen', () => {
    const schema = contact.extend({ email: z.email() }).partial().omit({ age: true }).brand('Contact');
    expect([lead(schema, 'email'), lead(schema, 'name'), lead(schema, 'age')]).toEqual([
      'a string',
      'a string',
      'unknown at 0: name, email',
    ]);
  });
});

describe('lists', () => {
  test.each([
    ['v.0.name', 'a string'],
    ['v.12.nme', 'unknown at 2: name, age'],
    ['v.length', 'a number'],
    ['v.name', 'unknown at 1: length'],
    ['v.0', 'an object'],
  ])('path %j of an array leads to: %s', (path, expected) => {
    expect(lead(field(z.array(contact)), path)).toBe(expected);
  });

  test('a tuple is known by position, with its rest', () => {
    const schema = field(z.tuple([z.string(), contact], z.number()));
    expect([
      lead(schema, 'v.0'),
      lead(schema, 'v.1.name'),
      lead(schema, 'v.7'),
      lead(field(z.tuple([z.string()])), 'v.1'),
    ]).toEqual(['a string', 'a string', 'a number', 'unknown at 1: length']);
  });

  test('a Map or Set can be gone through, but has no path into it: templates see own properties only', () => {
    const schema = z.object({ map: z.map(z.string(), contact), set: z.set(z.string()) });
    expect([lead(schema, 'map.ann'), lead(schema, 'map.size'), lead(schema, 'set.0')]).toEqual([
      'unknown at 1: ',
      'unknown at 1: ',
      'unknown at 1: ',
    ]);
    const map = walkSchema(schema, ['map']);
    const set = walkSchema(schema, ['set']);
    expect(map.kind === 'known' && kindsIn(elementsOf(map.view) ?? [])).toBe('a list');
    expect(set.kind === 'known' && kindsIn(elementsOf(set.view) ?? [])).toBe('a string');
  });
});

describe('records', () => {
  test('any key of an open record exists', () => {
    expect([lead(z.record(z.string(), contact), 'ann.name'), lead(z.record(z.string(), contact), 'ann.nme')]).toEqual([
      'a string',
      'unknown at 1: name, age',
    ]);
  });

  test('a record with listed keys has just those', () => {
    const byEnum = z.record(z.enum(['sms', 'email']), z.boolean());
    expect([lead(byEnum, 'sms'), lead(byEnum, 'fax')]).toEqual(['a boolean', 'unknown at 0: sms, email']);
    expect(lead(z.partialRecord(z.literal(['a', 'b']), z.number()), 'c')).toBe('unknown at 0: a, b');
    expect(lead(z.record(z.string(), z.unknown()), 'a')).toBe('known, of any kind');
  });
});

describe('what wraps a schema', () => {
  test.each([
    ['optional', contact.optional()],
    ['nullable', contact.nullable()],
    ['nullish', contact.nullish()],
    ['default', contact.default({ name: '', age: 0 })],
    ['prefault', contact.prefault({ name: '', age: 0 })],
    ['catch', contact.catch({ name: '', age: 0 })],
    ['readonly', contact.readonly()],
    ['nonoptional', z.nonoptional(contact.optional())],
    ['refine', contact.refine(() => true)],
    ['describe', contact.describe('who')],
    ['lazy', z.lazy(() => contact)],
    ['pipe', z.string().pipe(z.preprocess((text) => JSON.parse(String(text)), contact))],
    ['preprocess', z.preprocess((value) => value, contact)],
    ['codec', z.codec(z.string(), contact, { decode: () => ({ name: '', age: 0 }), encode: () => '' })],
    ['all at once', z.lazy(() => contact.optional().default({ name: '', age: 0 }).readonly().catch({ name: '', age: 0 }))],
  ])('%s is looked through', (_, schema) => {
    expect([lead(field(schema), 'v.name'), lead(field(schema), 'v.nme')]).toEqual(['a string', 'unknown at 1: name, age']);
  });

  test('a pipe is seen by what comes out of it', () => {
    expect(lead(field(z.string().pipe(z.coerce.number())), 'v')).toBe('a number');
    expect(lead(field(z.stringbool()), 'v')).toBe('a boolean');
  });

  test('what a transform yields cannot be seen', () => {
    expect(lead(field(z.string().transform((text) => ({ text }))), 'v.text')).toBe('opaque');
    expect(lead(field(z.string().transform(Number)), 'v')).toBe('known, of any kind');
  });

  test.each([
    ['any', z.any()],
    ['unknown', z.unknown()],
    ['custom', z.custom<object>()],
    ['instanceof', z.instanceof(URL)],
  ])('%s exists, and cannot be seen into', (_, schema) => {
    expect([lead(field(schema), 'v'), lead(field(schema), 'v.a'), lead(field(schema), 'v.a.b')]).toEqual([
      'known, of any kind',
      'opaque',
      'opaque',
    ]);
  });
});

describe('choices', () => {
  test('a path exists in a union when any member has it', () => {
    const schema = field(z.union([z.object({ a: z.string() }), z.object({ b: z.number() }), z.null()]));
    expect([lead(schema, 'v.a'), lead(schema, 'v.b'), lead(schema, 'v.c')]).toEqual([
      'a string',
      'a number',
      'unknown at 1: a, b',
    ]);
  });

  test('a member that cannot be seen into hides what the others lack, not what they have', () => {
    const schema = field(z.union([z.object({ a: z.object({ x: z.string() }) }), z.any()]));
    expect([lead(schema, 'v.a.x'), lead(schema, 'v.b'), lead(schema, 'v.a.y')]).toEqual(['a string', 'opaque', 'opaque']);
  });

  test('discriminated unions and intersections are seen', () => {
    const card = z.object({ method: z.literal('card'), last4: z.string() });
    const transfer = z.object({ method: z.literal('transfer'), account: z.string() });
    const schema = z.object({ payment: z.discriminatedUnion('method', [card, transfer]) }).and(z.object({ no: z.string() }));
    expect(
      ['payment.last4', 'payment.account', 'payment.method', 'no', 'payment.iban'].map((path) => lead(schema, path)),
    ).toEqual(['a string', 'a string', 'a string', 'a string', 'unknown at 1: method, last4, account']);
  });

  test('enums and literals are of the kinds of their values', () => {
    expect(lead(z.enum(['a', 'b']), '')).toBe('a string');
    expect(lead(z.literal([1, 'a', true, null]), '')).toBe('a number or a string or a boolean or null');
  });

  test('a date and what a transform makes of a text is a date or something else', () => {
    const schema = field(z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]));
    expect([lead(schema, 'v'), lead(schema, 'v.getTime')]).toEqual(['a date', 'opaque']);
    expect(lead(field(z.date()), 'v.getTime')).toBe('unknown at 1: ');
  });
});

describe('schemas that contain themselves', () => {
  test('are followed as far as the path goes', () => {
    expect([
      lead(tree, 'children.0.children.1.name'),
      lead(tree, 'children.0.nme'),
      lead(getterTree, 'parent.parent.name'),
    ]).toEqual(['a string', 'unknown at 2: name, children', 'a string']);
    expect(lead(z.json(), 'a.b.0')).not.toContain('unknown');
  });

  test('and nothing else lead nowhere, and come to an end', () => {
    const endless: z.ZodType = z.lazy(() => endless);
    expect(lead(endless, 'a')).toBe('unknown at 0: ');
  });
});
