/**
 * The check of a lifecycle's `internal` part: paths that exist, roles that are known.
 * @module
 */
import type { z } from 'zod';
import type { InternalModel, InternalTree } from './internal.js';
import type { LifecycleModel } from './model.js';
import { expectKnown, type Report } from './problems.js';
import { fieldsOf, partsOf, recordValueOf } from './schema-fields.js';
import { type Bag, bag, kindOf } from './untyped.js';

const optionNames = ['paths', 'for'];

/** Reads the `internal` part of a definition that may be anything; undefined where there is none. */
export function readInternal(
  value: unknown,
  model: Pick<LifecycleModel, 'schema' | 'root' | 'items' | 'payloads' | 'facts'>,
  report: Report,
): InternalModel | undefined {
  if (value === undefined) return undefined;
  const expected = "{ paths: ['notes'], for: ['owner'] }";
  if (typeof value !== 'object' || value === null)
    report('invalid-value', 'internal', `expected ${expected}, got ${kindOf(value)}.`);
  const given: Bag = bag(value);
  for (const name of Object.keys(given)) expectKnown(report, 'unknown-option', `internal.${name}`, 'part', name, optionNames);
  const roles = textsOf(given['for'], 'internal.for', "the roles that may read it, such as ['owner']", report);
  const known = [...model.root.roles.keys(), ...itemRoles(model)];
  for (const role of roles) {
    expectKnown(report, 'unknown-role', 'internal.for', 'role', role, known);
    checkNamesakes(role, roles, model, report);
  }
  const paths = given['paths'] === undefined ? [] : textsOf(given['paths'], 'internal.paths', "paths such as ['notes']", report);
  const schemas = { root: [model.schema], payload: [...model.payloads.values(), ...model.facts.values()] };
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    if (head === 'payload' && rest.length > 0) checkPath(path, rest, schemas.payload, report);
    else checkPath(path, [head, ...rest], schemas.root, report);
  }
  return {
    paths,
    tree: treeOf(paths),
    roles: new Set(roles.map((role) => (model.root.roles.has(role) ? role : bareName(role)))),
  };
}

/** The roles that item collections have of their own, as `sessions.partner`. */
function itemRoles({ root, items }: Pick<LifecycleModel, 'root' | 'items'>): readonly string[] {
  return [...items].flatMap(([name, { roles }]) =>
    [...roles.keys()].filter((role) => !root.roles.has(role)).map((role) => `${name}.${role}`),
  );
}

/** The name that a rule tells a role by: `sessions.partner` is `partner` there. */
function bareName(role: string): string {
  return role.slice(role.indexOf('.') + 1);
}

/** Rules tell by the bare name of a role, so nobody from outside may have the same as somebody who reads what is internal. */
function checkNamesakes(
  role: string,
  named: readonly string[],
  { root, items }: Pick<LifecycleModel, 'root' | 'items'>,
  report: Report,
): void {
  const isOfRoot = root.roles.has(role);
  const name = isOfRoot ? role : bareName(role);
  for (const [collection, { roles }] of items) {
    const own = `${collection}.${name}`;
    // What a collection does not have of its own is the root's.
    if (!roles.has(name) || roles.get(name) === root.roles.get(name) || named.includes(own)) continue;
    const fix = isOfRoot
      ? `, whom rules with each: '${collection}' tell by this name. Rename one of them.`
      : `. Add '${own}', or rename one of them.`;
    report('duplicate-name', 'internal.for', `'${name}' is also a role of '${collection}'${fix}`);
  }
}

/** Texts, one at least; what else is there is reported. */
function textsOf(value: unknown, place: string, expected: string, report: Report): readonly string[] {
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];
  const isRight = Array.isArray(value) && texts.length > 0 && texts.length === value.length;
  const code = value === undefined ? 'missing-value' : 'invalid-value';
  if (!isRight) report(code, place, `expected ${expected}, got ${kindOf(value)}.`);
  return texts;
}

/** Kinds of schemas whose values have no fields. */
const plainKinds = ['string', 'number', 'bigint', 'boolean', 'date', 'enum', 'literal', 'template_literal'];

/** A path must exist in one of the schemas, as far as they can be seen into: one that is misspelt would hide nothing. */
function checkPath(path: string, names: readonly string[], schemas: readonly z.ZodType[], report: Report): void {
  let present = schemas.flatMap(partsOf);
  for (const [at, name] of names.entries()) {
    if (present.some((schema) => hasInEachValue(schema, name))) {
      const record = path
        .split('.')
        .slice(0, at - names.length)
        .join('.');
      const instead = `the key '${name}' of a record and not the field of this name that each of its values has`;
      report('invalid-value', 'internal.paths', `'${path}' would hide ${instead}. Hide the record: '${record}'.`);
      return;
    }
    const known = present.map((schema) =>
      plainKinds.includes(schema.def.type) ? new Map<string, z.ZodType>() : fieldsOf(schema),
    );
    // What cannot be seen into may have it.
    if (known.includes(undefined) && present.length > 0) return;
    const next = known.flatMap((fields) => fields?.get(name) ?? []);
    if (next.length === 0) {
      const fields = [...new Set(known.flatMap((each) => [...(each?.keys() ?? [])]))];
      expectKnown(
        report,
        'unknown-variable',
        'internal.paths',
        'path',
        path,
        fields.map((field) => replacedLast(path, name, field)),
      );
      return;
    }
    present = next.flatMap(partsOf);
  }
}

/** Whether a schema is a record whose values have a field of this name. */
function hasInEachValue(schema: z.ZodType, name: string): boolean {
  const values = recordValueOf(schema);
  return values !== undefined && partsOf(values).some((value) => fieldsOf(value)?.has(name) === true);
}

/** `items.csot` with `csot` replaced by what is known there. */
function replacedLast(path: string, name: string, by: string): string {
  const names = path.split('.');
  const at = names.lastIndexOf(name);
  return [...names.slice(0, at), by].join('.');
}

interface Growing {
  readonly path: string;
  isInternal: boolean;
  readonly children: Map<string, Growing>;
}

function treeOf(paths: readonly string[]): InternalTree {
  const root: Growing = { path: '', isInternal: false, children: new Map() };
  for (const path of paths) {
    let part = root;
    for (const name of path.split('.')) {
      const child: Growing = part.children.get(name) ?? {
        path: part.path === '' ? name : `${part.path}.${name}`,
        isInternal: false,
        children: new Map(),
      };
      part.children.set(name, child);
      part = child;
    }
    part.isInternal = true;
  }
  return root;
}
