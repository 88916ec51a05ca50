/**
 * The lifecycle of an order in a 1C-Bitrix shop: any status may follow any other, and every event is a fact.
 * @module
 */
import type { z } from 'zod';
import type { Contact } from '../../core/contact.js';
import { defineLifecycle, type Lifecycle, type ShapeOf } from '../../core/lifecycle.js';
import { defineMachine, type Machine } from '../../core/machine.js';
import { eventSchema, type Order, orderSchema } from './order.js';
import type { BitrixOptions, Settings, usualMailEvents, usualStatuses } from './settings.js';

/** One of the elements of a list in the options, or of its default. */
type Listed<O, Name extends keyof BitrixOptions, Default> = O extends { readonly [N in Name]: readonly (infer Element)[] }
  ? Element & (string | number)
  : Default;

/** The codes of the statuses. */
export type StatusOf<O> = O extends { readonly statuses: infer Statuses extends object }
  ? keyof Statuses & string
  : keyof typeof usualStatuses;

/** The groups of statuses; `other` are those that the options do not name. */
export type GroupOf<O> = (O extends { readonly groups: infer Groups extends object } ? keyof Groups & string : never) | 'other';

type FactOf<O> = `mail.${Listed<O, 'mailEvents', (typeof usualMailEvents)[number]>}` | `event.${Listed<O, 'events', never>}`;

type ConditionOf<O> = `site ${Listed<O, 'sites', 's1'>}` | `mail template ${Listed<O, 'mailTemplates', never>}`;

/** Every name that rules may use, as the options say. */
export type OrderShape<O> = ShapeOf<
  'order',
  typeof orderSchema,
  {
    readonly status: Machine<StatusOf<O>, GroupOf<O>, `to${StatusOf<O>}`>;
    readonly order: Machine<'placed', never, never>;
  },
  Record<never, never>,
  { readonly [F in FactOf<O>]: typeof eventSchema },
  { readonly paid: boolean; readonly cancelled: boolean; readonly tracking: string | undefined },
  never,
  'buyer' | 'administrator' | (Listed<O, 'recipients', never> & string),
  ConditionOf<O>,
  Record<never, never>,
  never
>;

/** What an event carries, as roles and conditions see it. */
type Payload = { readonly [K in keyof z.output<typeof eventSchema>]?: z.output<typeof eventSchema>[K] } | undefined;

/**
 * The lifecycle of an order. `status.X` is entered by the event `toX`, or by the host; `order.placed` is entered when the order comes
 * to be, whatever its status; a status that the options do not name counts as one of the group `other`.
 */
export function orderLifecycle<O extends BitrixOptions>(settings: Settings): Lifecycle<OrderShape<O>> {
  const { sites, mailEvents, mailTemplates, events, recipients, administrators } = settings;
  const facts = [...mailEvents.map((name) => `mail.${name}`), ...events.map((name) => `event.${name}`)];
  const lifecycle = defineLifecycle('order', {
    schema: orderSchema,
    key: (o) => o.no,
    site: (o) => o.site,
    timeZone: settings.timeZone,
    locale: (o) => o.locale,
    country: settings.country,
    machines: { status: statusMachine(settings), order: defineMachine({ placed: {} }) },
    states: { status: 'status', order: { read: () => 'placed', write: (o) => o } },
    facts: Object.fromEntries(facts.map((fact) => [fact, eventSchema])),
    fields: { paid: (o) => o.paid, cancelled: (o) => o.cancelled, tracking: (o) => o.tracking },
    roles: {
      buyer: buyerOf,
      administrator: () => administrators,
      ...Object.fromEntries(
        recipients.map((macro) => [macro, (o: Order, { payload }: { payload: Payload }) => atMacro(macro, o, payload)]),
      ),
    },
    conditions: {
      ...Object.fromEntries(sites.map((site) => [`site ${site}`, (o: Order) => o.site === site])),
      ...Object.fromEntries(
        mailTemplates.map((id) => [
          `mail template ${id}`,
          (_o: Order, { payload }: { payload: Payload }) => payload?.template === id,
        ]),
      ),
    },
    internal: { paths: ['comments'], for: ['administrator'] },
  });
  // The definition has exactly the names of these settings, which were read from options of this type.
  return lifecycle as unknown as Lifecycle<OrderShape<O>>;
}

/** Each status leads to all others: managers set what they like (2.2). */
function statusMachine({ statuses, groups }: Settings): Machine {
  const codes = Object.keys(statuses);
  const others = (code: string) => codes.filter((other) => other !== code).map((other) => [`to${other}`, other]);
  const transitions: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
    codes.map((code) => [code, Object.fromEntries(others(code))]),
  );
  return defineMachine(transitions, {
    groups: { other: [], ...groups },
    unknown: { group: 'other' },
    fromUnknown: Object.fromEntries(codes.length > 1 ? codes.map((code) => [`to${code}`, code]) : []),
  });
}

/** Who has placed the order: as the order form of the shop names them. */
function buyerOf({ userId, properties, locale }: Order): Contact {
  return { id: userId, name: properties.FIO, email: properties.EMAIL, phone: properties.PHONE, locale };
}

/** Whom a macro with a number leads to; the e-mail address is the one that stands beside it. */
function atMacro(macro: string, { properties, locale }: Order, payload: Payload): Contact | null {
  if (macro.startsWith('PROPERTY_')) {
    const phone = properties[macro.slice('PROPERTY_'.length)];
    return phone === undefined ? null : { name: properties.FIO, phone, email: properties.EMAIL, locale };
  }
  const { fields = {} } = payload ?? {};
  const phone = fields[macro];
  return phone === undefined ? null : { name: fields['ORDER_USER'] ?? properties.FIO, phone, email: fields['EMAIL'], locale };
}
