/**
 * What can be seen of a zod schema from outside: the fields of an object.
 * @module
 */
import type { z } from 'zod';
import { bag } from './untyped.js';

/** The parts of zod's schema definitions that are read here; every one of them is optional, as kinds differ. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly out?: z.ZodType;
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** The schema behind optional, nullable, default, readonly and the like, and behind the output of a pipe. */
export function unwrap(schema: z.ZodType): z.ZodType {
  // `def` is zod's documented introspection property; its fields depend on `type`.
  const def = schema.def as unknown as Definition;
  if (def.innerType !== undefined) return unwrap(def.innerType);
  if (def.type === 'pipe' && def.out !== undefined) return unwrap(def.out);
  return schema;
}

/** The fields of an object schema, by name; undefined where it is no schema, not one of an object, or cannot be seen into. */
export function fieldsOf(schema: unknown): ReadonlyMap<string, z.ZodType> | undefined {
  if (!isSchema(schema)) return undefined;
  // As above.
  const def = unwrap(schema).def as unknown as Definition;
  if (def.type === 'object' && def.shape !== undefined) return new Map(Object.entries(def.shape));
  if (def.type !== 'intersection') return undefined;
  const left = fieldsOf(def.left);
  const right = fieldsOf(def.right);
  return left && right && new Map([...left, ...right]);
}

/** What a schema may hold one of, seen through lists, sets, the values of maps, and unions: the schema itself where it is none of these. */
export function partsOf(schema: z.ZodType): readonly z.ZodType[] {
  const inner = unwrap(schema);
  // As above.
  const def = inner.def as unknown as Definition;
  switch (def.type) {
    case 'array':
      return def.element === undefined ? [] : partsOf(def.element);
    case 'set':
    case 'map':
      return def.valueType === undefined ? [] : partsOf(def.valueType);
    case 'union':
      return (def.options ?? []).flatMap(partsOf);
    case 'null':
    case 'undefined':
      return [];
    default:
      return [inner];
  }
}

/** The schema of a record's values; undefined for any other schema. */
export function recordValueOf(schema: z.ZodType): z.ZodType | undefined {
  // As above.
  const def = unwrap(schema).def as unknown as Definition;
  return def.type === 'record' ? def.valueType : undefined;
}

/** Whether a value is a zod schema. */
export function isSchema(value: unknown): value is z.ZodType {
  return 'safeParse' in bag(value) && 'def' in bag(value);
}
