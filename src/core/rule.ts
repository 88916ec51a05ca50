/**
 * The columns of a rule: who is told what, when, and by which channel.
 * @module
 */
import type { Contact } from './contact.js';
import type { Shape } from './shape.js';

/** One of something, or a list of it. */
export type OneOrMore<T> = T | readonly T[];

/** An exact length of time, or a number of calendar days. */
export type Span =
  | { readonly days: number; readonly hours?: undefined; readonly minutes?: undefined }
  | { readonly hours: number; readonly days?: undefined; readonly minutes?: undefined }
  | { readonly minutes: number; readonly days?: undefined; readonly hours?: undefined };

/** How long to wait for a message to arrive. */
export interface Until {
  readonly within: Span;
}

interface Before<D> {
  readonly before: D;
  readonly after?: undefined;
  readonly on?: undefined;
}
interface After<D> {
  readonly after: D;
  readonly before?: undefined;
  readonly on?: undefined;
}
interface Days {
  readonly days: number;
  readonly at: string;
  readonly hours?: undefined;
  readonly minutes?: undefined;
}
interface Hours {
  readonly hours: number;
  readonly days?: undefined;
  readonly at?: undefined;
  readonly minutes?: undefined;
}
interface Minutes {
  readonly minutes: number;
  readonly days?: undefined;
  readonly at?: undefined;
  readonly hours?: undefined;
}
interface OnDay<D> {
  readonly on: D;
  readonly at: string;
  readonly before?: undefined;
  readonly after?: undefined;
  readonly days?: undefined;
  readonly hours?: undefined;
  readonly minutes?: undefined;
}

/**
 * When a deadline is due, told from a named date: calendar days before or after it at a local time (`at`, `HH:mm`), exact
 * hours or minutes before or after it, or its own day at a local time.
 */
export type Due<D extends string> = ((Before<D> | After<D>) & (Days | Hours | Minutes)) | OnDay<D>;

/** States named one by one, or everything but some. */
export type StateFilter<Name extends string> = OneOrMore<Name> | { readonly not: OneOrMore<Name> };

/** The states that the machines must be in: all machines named, any of the states listed for each. */
export type While<S extends Shape> = {
  readonly [M in keyof S['machines']]?: StateFilter<S['machines'][M]['states'] | S['machines'][M]['groups']>;
};

/** What is due when its instant has passed: still the same local day (default), never, or always. */
export type Late = 'same-day' | 'skip' | 'send';

/** At least once (default), or at most once: an unclear outcome is then never repeated. */
export type Delivery = 'at-least-once' | 'at-most-once';

/**
 * What becomes of jobs that wait when the table changes. `follow` (default): they are judged by the new row. `pin`: they go on by
 * the row that planned them. `re-plan`: their subject is planned again before one of them is sent, and only what is still wanted is.
 */
export type Inflight = 'follow' | 'pin' | 're-plan';

/** Why the recipient is written to: because of something of theirs, or to sell them something. */
export type Category = 'transactional' | 'promotional';

/**
 * What is done with an SMS that takes more parts than it may: it is not sent (`reject`, the default), what its template marks by
 * `{{#shorten}}` is cut, or it is written in Latin letters first and then cut (`transliterate`).
 */
export type Fit = 'reject' | 'shorten' | 'transliterate';

/** How an SMS is made to keep to a number of parts: most parts, and what is done with a text of more. */
export interface Fitting {
  readonly parts: number;
  readonly fit: Fit;
}

interface Judged<S extends Shape, Condition extends string> {
  readonly while?: While<S> | undefined;
  /** Conditions that must all hold. */
  readonly if?: OneOrMore<Condition> | undefined;
  /** Conditions of which none may hold. */
  readonly unless?: OneOrMore<Condition> | undefined;
  /** Only while the shop is open, or only while it is closed, judged when the change is handled. */
  readonly during?: 'open' | 'closed' | undefined;
  /** Only while this one informs at the present stage, see `owners` of the lifecycle. */
  readonly owner?: S['owners'] | undefined;
  /** Give up this long after the due instant. */
  readonly expires?: Span | undefined;
  /** What becomes of its waiting jobs when the table changes: judged by the new row unless told otherwise. */
  readonly inflight?: Inflight | undefined;
  /** `false` switches the rule off. */
  readonly active?: boolean | undefined;
}

interface OnChange<S extends Shape> {
  /** A state, group or `machine.*` that is entered, a fact, or `field.changed`; a list means any of them. */
  readonly on: S['triggers'] | readonly S['triggers'][];
  /** States or groups that the same step left; `'*'` means any. */
  readonly from?: S['left'] | readonly S['left'][] | { readonly not: S['left'] | readonly S['left'][] } | undefined;
  readonly due?: undefined;
  readonly late?: undefined;
}

interface OnDeadline<D extends string> {
  readonly due: Due<D>;
  readonly late?: Late | undefined;
  readonly on?: undefined;
  readonly from?: undefined;
}

/** Channels to try in order: until one accepts, or until one delivers. */
export type FirstOf<Channel extends string> =
  | { readonly firstOf: readonly Channel[]; readonly until?: undefined; readonly within?: undefined }
  | {
      readonly firstOf: readonly Channel[];
      /** The next channel follows unless a receipt says that the message was delivered. */
      readonly until: 'delivered';
      /** How long to wait for that receipt. */
      readonly within: Extract<Span, { readonly hours: number } | { readonly minutes: number }>;
    };

interface Tells<Role extends string, Channel> {
  /** Who is told: roles, or fixed contacts. */
  readonly to: OneOrMore<Role | Contact>;
  /** All of these channels, or the first of them that accepts, or by which it arrives. */
  readonly by: readonly (Channel & string)[] | FirstOf<Channel & string>;
  /** The template; by default the one named like the rule. */
  readonly template?: string | undefined;
  readonly delivery?: Delivery | undefined;
  readonly category?: Category | undefined;
  /** Goes out at any time of day, whatever the windows of its channels say: a one-time code. */
  readonly urgent?: boolean | undefined;
  /** Most parts of its SMS; 1 where only `fit` is given, any number without both. */
  readonly parts?: number | undefined;
  /** What is done with an SMS of more parts: it is skipped with the code `limit` unless told otherwise. */
  readonly fit?: Fit | undefined;
  readonly signal?: undefined;
}

interface Signals {
  /** Tell the host instead of a person: the name its signal handler is registered under, often an event. */
  readonly signal: string;
  readonly to?: undefined;
  readonly by?: undefined;
  readonly template?: undefined;
  readonly delivery?: undefined;
  readonly category?: undefined;
  readonly urgent?: undefined;
  readonly parts?: undefined;
  readonly fit?: undefined;
}

type RootPart<S extends Shape> = { readonly each?: undefined } & Judged<S, S['conditions']> &
  (OnDeadline<S['dates']> | OnChange<S>);

type ItemPart<S extends Shape, I extends keyof S['items']> = {
  /** Once for each item of this collection, which adds its own dates, roles and conditions. */
  readonly each: I;
} & Judged<S, S['conditions'] | S['items'][I]['conditions']> &
  (OnDeadline<S['dates'] | S['items'][I]['dates']> | OnChange<S>);

/** A row that tells the host. */
export type SignalRule<S extends Shape> =
  | { [I in keyof S['items']]: ItemPart<S, I> & Signals }[keyof S['items']]
  | (RootPart<S> & Signals);

/** A row that tells people. */
export type TellingRule<S extends Shape, Channel = string> =
  | { [I in keyof S['items']]: ItemPart<S, I> & Tells<S['roles'] | S['items'][I]['roles'], Channel> }[keyof S['items']]
  | (RootPart<S> & Tells<S['roles'], Channel>);

/**
 * One row of a rule table, for a lifecycle of shape `S`. Plain JSON.
 *
 * The order of the unions is deliberate: the compiler explains a row that fits none of them by the last, the usual kind.
 */
export type Rule<S extends Shape, Channel = string> = SignalRule<S> | TellingRule<S, Channel>;

/** The rows of a table as they can be spread and overridden: a row without a channel is one that tells the host. */
export type Rows<S extends Shape, B> = { readonly [K in keyof B]: unknown extends B[K] ? SignalRule<S> : TellingRule<S, B[K]> };

/** The channels that the rows of a table use: any text for a table from JSON; rows that raise a signal add none. */
export type ChannelsOf<B> = string extends keyof B
  ? string
  : { [K in keyof B]: unknown extends B[K] ? never : string extends B[K] ? never : B[K] & string }[keyof B];
