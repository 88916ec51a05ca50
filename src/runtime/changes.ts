/**
 * Changes as hosts write them: the four forms of `handleTransition`, and what it answers.
 * @module
 */
import type { FixedContact } from '../core/contact.js';
import type { Decision } from '../core/plan.js';
import type { OneOrMore } from '../core/rule.js';
import type { Shape } from '../core/shape.js';
import type { Refusal } from '../core/step.js';

/** The data of a subject: as the schema takes them, or as it yields them. */
export type Data<S extends Shape> = S['input'] | S['subject'];

type PayloadOf<S extends Shape, Name extends string> = Name extends keyof S['payloads']
  ? undefined extends S['payloads'][Name]
    ? { readonly payload?: S['payloads'][Name] }
    : { readonly payload: S['payloads'][Name] }
  : { readonly payload?: undefined };

/** The subject came to be: it enters the states in its data. */
export interface Created<S extends Shape> {
  readonly created: Data<S>;
}

/** The host moved the subject itself. */
export interface Moved<S extends Shape> {
  readonly before: Data<S>;
  readonly after: Data<S>;
}

/** An event is to be applied. `subject` is the data, or the key where `load` is given or a snapshot is kept. */
export type Happened<S extends Shape> = {
  [E in S['events']]: {
    readonly subject: Data<S> | string;
    readonly event: E;
    /** The data as they were, where they changed in the same step. */
    readonly before?: Data<S>;
  } & PayloadOf<S, E>;
}[S['events']];

/** A fact: something happened, and no machine moved. */
export type Noted<S extends Shape> = {
  [F in S['facts']]: {
    readonly subject: Data<S> | string;
    readonly fact: F;
    readonly before?: Data<S>;
  } & PayloadOf<S, F>;
}[S['facts']];

/** What has happened to a subject. */
export type ChangeOf<S extends Shape> = Created<S> | Moved<S> | Happened<S> | Noted<S>;

/** What goes with a change. */
export interface ChangeOptions<Tx> {
  /** The host's open transaction: nothing is visible before it commits. */
  readonly tx?: Tx;
  /** Idempotency key: a call repeated with the same key gets the first answer and does nothing. */
  readonly key?: string;
  /** Who causes it, for events that are restricted to actors. */
  readonly actor?: string;
}

/** A change that was accepted. */
export interface Handled<S extends Shape> {
  readonly ok: true;
  /** A copy with its new states, for the host to save. */
  readonly subject: S['subject'];
  readonly states: { readonly [M in keyof S['machines']]: S['machines'][M]['states'] };
  /** `machine.state`, in order; linked ones included. */
  readonly entered: readonly string[];
  readonly left: readonly string[];
  /** Linked events that their machine did not allow. */
  readonly ignored: readonly string[];
  readonly decisions: readonly Decision[];
}

/** What `handleTransition` answers. A refusal has stored nothing. */
export type ChangeResult<S extends Shape> = Handled<S> | Refusal;

/** A message without a change of state. */
export type SendRequest<S extends Shape> = {
  /** Roles or contacts; by default those of the rule. */
  readonly to?: OneOrMore<S['roles'] | FixedContact>;
  /** Channels; by default those of the rule. */
  readonly by?: readonly string[] | { readonly firstOf: readonly string[] };
  /** What templates see as `payload`. */
  readonly payload?: unknown;
  /** When it is sent: at once unless told otherwise, or where that instant has passed. */
  readonly at?: Date;
} & ({ readonly rule: string; readonly template?: undefined } | { readonly template: string; readonly rule?: undefined });
