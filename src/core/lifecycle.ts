/**
 * Lifecycles: what a kind of subject is, how its machines move, and the names that rules may use.
 * @module
 */
import type { z } from 'zod';
import { checkLifecycle } from './lifecycle-check.js';
import type { Machine } from './machine.js';
import type { DateValue, LifecycleModel, Told } from './model.js';
import type { OpeningHours } from './opening-hours.js';
import type { OneOrMore, Rule } from './rule.js';
import type { AnyPayload, ElementOf, MachineShapes, NamesOf, Outputs, Shape } from './shape.js';
import { createTable, type RuleTable } from './table.js';

/** What roles and conditions are told besides the subject. */
export interface Occasion<Payload> {
  /** The payload of the event or fact; undefined for due rules. */
  readonly payload: Payload;
}

/** How the state of a machine is read from a subject and written on a copy. */
export type StateAccess<Subject> =
  | (keyof Subject & string)
  | `${string}.${string}`
  | { readonly read: (subject: Subject) => string; readonly write: (subject: Subject, state: string) => Subject };

/** The names an item collection adds for rules with `each`. */
export interface ItemDefinition<Subject, Element, Item, Payload> {
  /** The items, where the collection is not an array of the subject with this very name; annotate its parameter. */
  readonly of?: (subject: Subject) => readonly Element[];
  /** Identity of an item within its subject; part of a job's key. */
  readonly key: (item: Item) => string;
  readonly dates?: Readonly<Record<string, (item: Item, subject: Subject) => DateValue>>;
  readonly roles?: Readonly<Record<string, (item: Item, subject: Subject, occasion: Occasion<Payload>) => Told>>;
  readonly conditions?: Readonly<Record<string, (item: Item, subject: Subject, occasion: Occasion<Payload>) => boolean>>;
}

/** The parts of a definition that need no inference of their own. */
interface Basics<Schema extends z.ZodType, M extends Readonly<Record<string, Machine>>> {
  /** A zod schema; its output is the subject everywhere. It must accept its own output. */
  readonly schema: Schema;
  /** Identity of a subject. */
  readonly key: (subject: z.output<Schema>) => string;
  /** IANA zone in which days and times of day are meant. */
  readonly timeZone: string | ((subject: z.output<Schema>) => string);
  /** Language tag for recipients that have none of their own. */
  readonly locale?: string | ((subject: z.output<Schema>) => string | undefined);
  /**
   * Country of the shop (ISO 3166-1 alpha-2: `TW`), in which phone numbers without a country code are read before an SMS is sent. With
   * it, a number that can get none is not tried (`no-address`); without it, only one that is known to be no mobile.
   */
  readonly country?: string | ((subject: z.output<Schema>) => string | undefined);
  /** The site (the shop, the branch) that a subject belongs to: what is paused, sent and counted by site goes by it. */
  readonly site?: (subject: z.output<Schema>) => string | undefined;
  readonly machines: M;
  /** Where each machine's state stands in the data: a path, or how to read it and write it on a copy. */
  readonly states: { readonly [K in keyof M]: StateAccess<z.output<Schema>> };
  /** Opening hours of the shop, for the `during` column. */
  readonly openingHours?: (subject: z.output<Schema>) => OpeningHours | null | undefined;
  /** Whether a local day, `YYYY-MM-DD`, is a holiday: the shop is closed then, and windows may be. From a calendar of the host's. */
  readonly holidays?: (day: string, subject: z.output<Schema>) => boolean;
}

/** The shape that a definition gives its lifecycle. */
export interface ShapeOf<
  Name extends string,
  Schema extends z.ZodType,
  M extends Readonly<Record<string, Machine>>,
  Payloads extends Readonly<Record<string, z.ZodType>>,
  Facts extends Readonly<Record<string, z.ZodType>>,
  Fields extends string,
  Dates extends string,
  Roles extends string,
  Conditions extends string,
  Items,
  Owners extends string,
> extends Shape {
  readonly name: Name;
  readonly subject: z.output<Schema>;
  readonly input: z.input<Schema>;
  readonly machines: MachineShapes<M>;
  readonly payloads: Outputs<Payloads> & Outputs<Facts>;
  readonly events: NamesOf<MachineShapes<M>, 'events'>;
  readonly facts: keyof Facts & string;
  // Written out, not named: the compiler's messages then list the names themselves.
  readonly triggers:
    | {
        [K in keyof M & string]: M[K] extends Machine<infer States, infer Groups, string>
          ? `${K}.${States | Groups | '*'}`
          : never;
      }[keyof M & string]
    | (keyof Facts & string)
    | `${Fields}.changed`;
  readonly left: {
    [K in keyof M]: M[K] extends Machine<infer States, infer Groups, string> ? States | Groups | '*' : never;
  }[keyof M];
  readonly dates: Dates;
  readonly roles: Roles;
  readonly conditions: Conditions;
  readonly owners: Owners;
  readonly items: {
    readonly [I in keyof Items & string]: {
      readonly dates: NamesIn<Items[I], 'dates'>;
      readonly roles: NamesIn<Items[I], 'roles'>;
      readonly conditions: NamesIn<Items[I], 'conditions'>;
    };
  };
}

type NamesIn<Item, Part extends string> = Item extends { readonly [P in Part]: infer Names } ? keyof Names & string : never;

type States<M extends Readonly<Record<string, Machine>>> = NamesOf<MachineShapes<M>, 'states'>;
type Events<M extends Readonly<Record<string, Machine>>> = NamesOf<MachineShapes<M>, 'events'>;

/**
 * A kind of subject: booking, coupon, member. Made by {@link defineLifecycle}; inert.
 */
export interface Lifecycle<S extends Shape = Shape> {
  readonly name: S['name'];
  /** The definition as it runs, without its types. */
  readonly model: LifecycleModel;
  /** The shape, for types only; there is nothing at run time. */
  readonly shape?: S;
  /**
   * A table of rules for this lifecycle, checked: every mistake is reported at once in one {@link OrderbellError} with code
   * `invalid-rules`. Rows of another table can be spread and overridden: `booking.rules({ ...preset.rows, 'pre-visit': {...} })`.
   */
  rules<const B>(table: { readonly [K in keyof B]: Rule<S, B[K]> }): RuleTable<S, B>;
  /** The same for a table that comes from outside the program: JSON from a file, a database or a form. */
  rulesFromJson(table: unknown): RuleTable<S, Readonly<Record<string, string>>>;
}

/**
 * Defines a kind of subject. All mistakes are reported at once, in one {@link OrderbellError} with code `invalid-lifecycle`.
 *
 * @param name Singular noun: `booking`. It is the first part of every job's key, so it must not change.
 */
export function defineLifecycle<
  const Name extends string,
  Schema extends z.ZodType,
  M extends Readonly<Record<string, Machine>>,
  Payloads extends Readonly<Record<string, z.ZodType>> = Record<never, never>,
  Facts extends Readonly<Record<string, z.ZodType>> = Record<never, never>,
  Fields extends string = never,
  Dates extends string = never,
  Roles extends string = never,
  Conditions extends string = never,
  Items extends Readonly<Record<string, object>> = Record<never, never>,
  Elements extends Readonly<Record<keyof Items, unknown>> = Readonly<Record<keyof Items, unknown>>,
  Owners extends string = never,
>(
  name: Name,
  definition: Basics<Schema, M> & {
    /** Entering a state applies events to other machines: `{ 'payment.refunded': 'order.cancel' }`. A linked event carries no payload. */
    readonly links?: { readonly [K in States<M>]?: OneOrMore<Events<M>> };
    /** Schemas of what events carry. An event without one carries nothing. */
    readonly payloads?: Payloads & { readonly [K in Exclude<keyof Payloads, Events<M>>]: never };
    /** Things that happen without a change of state, with the schemas of what they carry. */
    readonly facts?: Facts;
    /** Projections whose change counts as a fact: `tracking` gives `tracking.changed`. */
    readonly fields?: { readonly [K in Fields]: (subject: z.output<Schema>) => unknown };
    readonly dates?: { readonly [K in Dates]: (subject: z.output<Schema>) => DateValue };
    readonly roles?: {
      readonly [K in Roles]: (
        subject: z.output<Schema>,
        occasion: Occasion<AnyPayload<Outputs<Payloads> & Outputs<Facts>>>,
      ) => Told;
    };
    readonly conditions?: {
      readonly [K in Conditions]: (
        subject: z.output<Schema>,
        occasion: Occasion<AnyPayload<Outputs<Payloads> & Outputs<Facts>>>,
      ) => boolean;
    };
    /**
     * Who informs at which stage, so that only one does: the first who says so owns the stage, and rules with another `owner` are
     * silent. `{ carrier: (o) => o.status === 'handed over', shop: () => true }`.
     */
    readonly owners?: { readonly [K in Owners]: (subject: z.output<Schema>) => boolean };
    /** States after which nothing more is sent; the messages of the step that enters one still go out. */
    readonly silentAfter?: readonly States<M>[];
    /** Collections within the subject, for rules with `each`; named after an array of the subject, or with `of`. */
    readonly items?: Items & {
      readonly [I in keyof Elements]: ItemDefinition<
        z.output<Schema>,
        Elements[I],
        Elements[I] & ElementOf<z.output<Schema>, I>,
        AnyPayload<Outputs<Payloads> & Outputs<Facts>>
      >;
    };
  },
): Lifecycle<ShapeOf<Name, Schema, M, Payloads, Facts, Fields, Dates, Roles, Conditions, Items, Owners>> {
  const model = checkLifecycle(name, definition);
  const rules = (table: unknown) => createTable(model, table);
  const lifecycle = { name, model, rules, rulesFromJson: rules };
  // The shape is a type-level record of the very names that checkLifecycle has read from this definition, and a table keeps the
  // rows it was given.
  return lifecycle as unknown as Lifecycle<
    ShapeOf<Name, Schema, M, Payloads, Facts, Fields, Dates, Roles, Conditions, Items, Owners>
  >;
}
