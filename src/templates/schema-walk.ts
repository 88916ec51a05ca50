/**
 * The schema walk: what the output of a zod schema may be.
 * @module
 */
import type { z } from 'zod';
import { extentOfString, extentOfText, widest } from './extent.js';
import { beyond, type ListLeaf, type ObjectLeaf, opaque, type Plain, plainView, type View, type Walk, walkPath } from './view.js';

/** What the output of a schema may be. A default, a catch or a pipe is seen by what comes out of it. */
export function viewOf(schema: z.ZodType): View {
  return viewOfAny(schema);
}

/** Where a path leads in the output of a schema. */
export function walkSchema(schema: z.ZodType, path: readonly string[]): Walk {
  return walkPath(viewOf(schema), path);
}

/** `seen` ends a lazy schema that yields itself. */
function leavesOf(schema: z.core.$ZodType, seen: Set<z.core.$ZodType>): View {
  if (seen.has(schema)) return [];
  // Every schema of zod is one of $ZodTypes; a kind that a later zod adds falls to the default below.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inner = (next: z.core.$ZodType) => leavesOf(next, new Set(seen).add(schema));
  switch (def.type) {
    case 'string':
      return [{ kind: 'string', extent: extentOfString(boundsOf(schema)) }];
    case 'template_literal':
      return plainView('string');
    case 'number':
    case 'bigint':
    case 'nan':
      return [{ kind: 'number', most: boundsOf(schema).most }];
    case 'boolean':
    case 'date':
      return plainView(def.type);
    case 'success':
      return plainView('boolean');
    case 'null':
    case 'undefined':
    case 'void':
    case 'never':
      return plainView('null');
    case 'enum':
      return literals(Object.values(def.entries));
    case 'literal':
      return literals(def.values);
    case 'object':
      return [objectLeaf(def)];
    case 'record':
      return [recordLeaf(def)];
    case 'array':
      return [arrayLeaf(def, schema)];
    case 'tuple':
      return [tupleLeaf(def)];
    case 'set':
      return [{ ...listLeaf(() => viewOfAny(def.valueType)), isIndexed: false }];
    case 'map':
      return [{ ...listLeaf(() => [pair(def.keyType, def.valueType)]), isIndexed: false }];
    case 'union':
      return def.options.flatMap(inner);
    case 'intersection':
      return [...inner(def.left), ...inner(def.right)];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return inner(def.innerType);
    case 'pipe':
      return inner(def.out);
    case 'lazy':
      return inner(def.getter());
    default:
      // any, unknown, custom, transform, and what a later zod may add.
      return unwritable.has(def.type) ? plainView('other') : opaque;
  }
}

/** Values that no text can show. */
const unwritable: ReadonlySet<string> = new Set(['symbol', 'function', 'file', 'promise']);

/** Schemas never change, and a check looks at the same ones again and again. */
const views = new WeakMap<z.core.$ZodType, View>();

function viewOfAny(schema: z.core.$ZodType): View {
  const known = views.get(schema);
  if (known !== undefined) return known;
  const view = leavesOf(schema, new Set());
  views.set(schema, view);
  return view;
}

/** The bounds and the format that the checks of a schema declare; the narrowest of several. */
function boundsOf(schema: z.core.$ZodType): Bounds {
  const { def } = schema._zod;
  const own: readonly object[] = [def, ...(def.checks ?? []).map((check) => check._zod.def)];
  const declared = own.map((each): Declared => each);
  const values = (kind: string) => declared.filter(({ check }) => check === kind).map(({ value }) => Math.abs(Number(value)));
  const lengths = declared.flatMap(({ check, maximum, length }) =>
    check === 'max_length' || check === 'max_size' ? [maximum] : check === 'length_equals' ? [length] : [],
  );
  const [from, to] = [values('greater_than'), values('less_than')];
  return {
    longest: lengths.length === 0 ? undefined : Math.min(...lengths.map(Number)),
    format: declared.map(({ format }) => format).find((format) => typeof format === 'string'),
    // A magnitude needs a bound on both sides.
    most: from.length === 0 || to.length === 0 ? undefined : Math.max(Math.min(...from), Math.min(...to)),
  };
}

/** What a check may declare; each kind of check has some of it. */
interface Declared {
  readonly check?: unknown;
  readonly format?: unknown;
  readonly maximum?: unknown;
  readonly length?: unknown;
  readonly value?: unknown;
}

interface Bounds {
  readonly longest: number | undefined;
  readonly format: string | undefined;
  readonly most: number | undefined;
}

function literals(values: readonly unknown[]): View {
  const kinds = new Set(values.map((value) => kindOfLiteral(value)));
  const extentOf = (kind: Plain['kind']) =>
    widest(values.filter((value) => kindOfLiteral(value) === kind).map((value) => extentOfText(String(value))));
  return [...kinds].map((kind) => (kind === 'string' || kind === 'number' ? { kind, extent: extentOf(kind) } : { kind }));
}

function kindOfLiteral(value: unknown): Plain['kind'] {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'string' : 'boolean';
}

function objectLeaf({ shape, catchall }: z.core.$ZodObjectDef): ObjectLeaf {
  const isClosed = catchall === undefined || catchall._zod.def.type === 'never';
  return {
    kind: 'object',
    names: Object.keys(shape),
    field: (name) => (Object.hasOwn(shape, name) && shape[name] !== undefined ? viewOfAny(shape[name]) : undefined),
    rest: () => (isClosed ? undefined : restOf(viewOfAny(catchall))),
  };
}

/** A loose object lets unknown keys through unseen. */
function restOf(view: View): View {
  return view.every((leaf) => leaf.kind === 'opaque') ? [beyond] : view;
}

function recordLeaf({ keyType, valueType }: z.core.$ZodRecordDef): ObjectLeaf {
  const names = namesOf(keyType);
  const value = () => viewOfAny(valueType);
  return {
    kind: 'object',
    names: names ?? [],
    field: (name) => (names?.includes(name) ? value() : undefined),
    rest: () => (names === undefined ? value() : undefined),
  };
}

/** The keys of a record, where its key schema lists them. */
function namesOf(keyType: z.core.$ZodType): readonly string[] | undefined {
  // As in leavesOf.
  const { def } = (keyType as z.core.$ZodTypes)._zod;
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'literal' ? def.values.map(String) : undefined;
}

function arrayLeaf({ element }: z.core.$ZodArrayDef, schema: z.core.$ZodType): ListLeaf {
  return { ...listLeaf(() => viewOfAny(element)), most: boundsOf(schema).longest };
}

function listLeaf(element: () => View): ListLeaf {
  return { kind: 'list', element, at: element, isIndexed: true };
}

function tupleLeaf({ items, rest }: z.core.$ZodTupleDef): ListLeaf {
  const all = rest === null ? items : [...items, rest];
  return {
    kind: 'list',
    element: () => all.flatMap(viewOfAny),
    at: (index) => {
      const item = items[index] ?? rest;
      return item === null ? undefined : viewOfAny(item);
    },
    isIndexed: true,
  };
}

/** An entry of a Map, as #each yields it. */
function pair(key: z.core.$ZodType, value: z.core.$ZodType): ListLeaf {
  const at = (index: number) => (index === 0 ? viewOfAny(key) : index === 1 ? viewOfAny(value) : undefined);
  return { kind: 'list', element: () => [...viewOfAny(key), ...viewOfAny(value)], at, isIndexed: true };
}
