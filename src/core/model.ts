/**
 * The model of a lifecycle: its definition as it runs, checked and without its types.
 * @module
 */
import type { z } from 'zod';
import type { Contact } from './contact.js';
import type { Machine } from './machine.js';
import type { OpeningHours } from './opening-hours.js';

/** A named date: an instant, a calendar day `YYYY-MM-DD` in the subject's zone, or null for 'never'. */
export type DateValue = Date | string | null | undefined;

/** Who has a role now: one contact, several, or nobody. */
export type Told = Contact | readonly Contact[] | null | undefined;

/** A definition without its types: what the rest of the core works with. */
export interface LifecycleModel {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly key: (subject: unknown) => string;
  readonly timeZone: (subject: unknown) => string;
  readonly locale: (subject: unknown) => string | undefined;
  /** The country in which phone numbers are read, where the lifecycle names one. */
  readonly country: (subject: unknown) => string | undefined;
  /** Names the site (the shop, the branch) that a subject belongs to. */
  readonly site: ((subject: unknown) => string | undefined) | undefined;
  readonly machines: ReadonlyMap<string, MachineModel>;
  /** `payment.refunded` to the events it applies. */
  readonly links: ReadonlyMap<string, readonly EventRef[]>;
  /** `order.cancel` to the schema of what it carries. */
  readonly payloads: ReadonlyMap<string, z.ZodType>;
  /** Facts and the schemas of what they carry; changes of fields (`tracking.changed`) carry nothing and are not listed. */
  readonly facts: ReadonlyMap<string, z.ZodType>;
  readonly fields: ReadonlyMap<string, (subject: unknown) => unknown>;
  /** `order.completed`: once entered, later steps send nothing. */
  readonly silentAfter: readonly string[];
  /** Who informs at which stage, in the order in which they are asked. */
  readonly owners: ReadonlyMap<string, (subject: unknown) => boolean>;
  readonly holidays: ((day: string, subject: unknown) => boolean) | undefined;
  readonly openingHours: ((subject: unknown) => OpeningHours | null | undefined) | undefined;
  /** The names that rules without `each` may use. */
  readonly root: Scope;
  /** The names that rules with `each` may use, those of the root included; an item's own name hides the root's. */
  readonly items: ReadonlyMap<string, ItemScope>;
}

/** A machine, with how its state is read and written. */
export interface MachineModel {
  readonly name: string;
  readonly machine: Machine;
  readonly read: (subject: unknown) => string;
  readonly write: (subject: unknown, state: string) => unknown;
}

/** An event of a machine. */
export interface EventRef {
  readonly machine: string;
  readonly event: string;
}

/** What roles, dates and conditions look at. */
export interface View {
  readonly subject: unknown;
  /** Undefined in the root scope. */
  readonly item: unknown;
  readonly payload: unknown;
}

/** Names and what they mean. */
export interface Scope {
  readonly dates: ReadonlyMap<string, (view: View) => DateValue>;
  readonly roles: ReadonlyMap<string, (view: View) => Told>;
  readonly conditions: ReadonlyMap<string, (view: View) => boolean>;
}

/** The scope of an item collection. */
export interface ItemScope extends Scope {
  readonly of: (subject: unknown) => readonly unknown[];
  readonly key: (item: unknown) => string;
}
