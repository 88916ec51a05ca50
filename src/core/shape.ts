/**
 * The vocabulary of a lifecycle as types: one bag of unions that every other type reads from.
 * @module
 */
import type { z } from 'zod';
import type { Machine } from './machine.js';

/** Everything the types of rules, templates and changes need to know of one lifecycle. */
export interface Shape {
  readonly name: string;
  /** What the schema yields: the subject everywhere. */
  readonly subject: unknown;
  /** What the schema takes. */
  readonly input: unknown;
  /** Machine to its states and groups, as unions. */
  readonly machines: Readonly<Record<string, { readonly states: string; readonly groups: string; readonly events: string }>>;
  /** Event or fact to its payload. */
  readonly payloads: Readonly<Record<string, unknown>>;
  /** `order.cancel`: what moves a machine. */
  readonly events: string;
  /** Facts that the host tells of. */
  readonly facts: string;
  /** What a rule can wait for: `order.failed`, `order.live`, `order.*`, a fact, or `field.changed`. */
  readonly triggers: string;
  /** Bare names of states and groups of any machine, and `*`. */
  readonly left: string;
  readonly dates: string;
  readonly roles: string;
  readonly conditions: string;
  /** Who may own a stage. */
  readonly owners: string;
  readonly items: Readonly<Record<string, ItemShape>>;
}

/** The names that an item collection adds to those of its lifecycle. */
export interface ItemShape {
  readonly dates: string;
  readonly roles: string;
  readonly conditions: string;
}

/** The machines of a shape, from the machines of a definition. */
export type MachineShapes<M extends Readonly<Record<string, Machine>>> = {
  readonly [K in keyof M]: M[K] extends Machine<infer States, infer Groups, infer Events>
    ? { readonly states: States; readonly groups: Groups; readonly events: Events }
    : never;
};

/** `machine.name` for each name that the machines of a definition have in one of their parts. */
export type NamesOf<M, Part extends 'states' | 'groups' | 'events'> = {
  [K in keyof M & string]: M[K] extends { readonly [P in Part]: infer Names extends string } ? `${K}.${Names}` : never;
}[keyof M & string];

/** The element type of the array that a subject has under a name; unknown when it has none. */
export type ElementOf<Subject, Name> = Name extends keyof Subject
  ? NonNullable<Subject[Name]> extends readonly (infer Element)[]
    ? Element
    : unknown
  : unknown;

type KeysOf<U> = U extends unknown ? keyof U : never;
type ValueOf<U, K extends PropertyKey> = U extends { readonly [P in K]?: infer V } ? V : never;

/** The payload as conditions and roles see it: any property of any payload, each of them possibly missing. */
export type AnyPayload<Payloads> =
  | { readonly [K in KeysOf<Payloads[keyof Payloads]>]?: ValueOf<Payloads[keyof Payloads], K> }
  | undefined;

/** The outputs of a map of schemas. */
export type Outputs<Schemas extends Readonly<Record<string, z.ZodType>>> = {
  readonly [K in keyof Schemas]: z.output<Schemas[K]>;
};
