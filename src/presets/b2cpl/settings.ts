/**
 * The settings of the b2cpl preset: who informs at which stage, for whom this program informs, and every number of days and time of day.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';

/** Who informs: the shop, or the carrier that brings its parcels. */
export type Side = 'shop' | 'carrier';

/** The stages that shop and carrier divide among them; all others are the shop's. The last two are those of a return. */
export const dividedStages = ['handedOver', 'arrived', 'withCourier', 'atPickupPoint', 'courierBooked', 'onTheWay'] as const;

/** One of {@link dividedStages}. */
export type DividedStage = (typeof dividedStages)[number];

/** What may be set. */
export interface B2cplOptions {
  /**
   * Whose each stage is: whoever owns it is the only one to inform while it lasts (5.1). By default the shop informs until the parcel
   * has arrived where the receiver lives, and of a return until its courier is booked; the carrier takes over there. A map that names
   * only some stages changes only those.
   */
  readonly stages?: Readonly<Partial<Record<DividedStage, Side>>> | undefined;
  /**
   * For whom this program informs; by default for both. Where shop and carrier each run their own, each takes its side, and every stage
   * is still told of by one of them only (5.1). Both need the same `stages`.
   */
  readonly informs?: 'both' | Side | undefined;
  /** Local time of the notice on the day of delivery, and on that of a collection, `HH:mm`; by default 08:00. */
  readonly deliveryDayAt?: string | undefined;
  /** Days after the parcel arrived on which somebody is to call, if nothing was chosen until then; by default 1. */
  readonly callAfterDays?: number | undefined;
  /** Local time of that call, `HH:mm`; by default 11:00. */
  readonly callAt?: string | undefined;
  /** Days before the last day at the pickup point on which the receiver is reminded; by default 1. */
  readonly pickupReminderDays?: number | undefined;
  /** Local time of that reminder, `HH:mm`; by default 12:00. */
  readonly pickupReminderAt?: string | undefined;
  /** `false` switches SMS off for every shop; otherwise each shop's own `smsEnabled` holds. */
  readonly smsEnabled?: boolean | undefined;
}

/** The options with every default filled in. */
export type Settings = {
  readonly [K in Exclude<keyof B2cplOptions, 'stages'>]-?: Exclude<B2cplOptions[K], undefined>;
} & { readonly stages: Readonly<Record<DividedStage, Side>> };

const defaults: Settings = {
  stages: {
    handedOver: 'shop',
    arrived: 'carrier',
    withCourier: 'carrier',
    atPickupPoint: 'carrier',
    courierBooked: 'carrier',
    onTheWay: 'carrier',
  },
  informs: 'both',
  deliveryDayAt: '08:00',
  callAfterDays: 1,
  callAt: '11:00',
  pickupReminderDays: 1,
  pickupReminderAt: '12:00',
  smsEnabled: true,
};

/** Whose a stage of either lifecycle is. */
export function ownerOf(stage: string, { stages }: Settings): Side {
  return isDivided(stage) ? stages[stage] : 'shop';
}

function isDivided(stage: string): stage is DividedStage {
  return (dividedStages as readonly string[]).includes(stage); // widened only to be searched
}

const days = (() => {
  const expected = 'Expected a whole number of days from 0 to 30.';
  return z.number(expected).int(expected).min(0, expected).max(30, expected).optional();
})();

const time = z
  .string("Expected a local time such as '08:00'.")
  .refine((text) => /^\d\d:\d\d$/.test(text) && isWallTime(text), "Expected a local time from 00:00 to 23:59, such as '08:00'.")
  .optional();

const side = z.enum(['shop', 'carrier'], "Expected 'shop' or 'carrier'.").optional();

const optionsSchema = z
  .strictObject(
    {
      stages: z
        .strictObject(
          {
            handedOver: side,
            arrived: side,
            withCourier: side,
            atPickupPoint: side,
            courierBooked: side,
            onTheWay: side,
          } satisfies Record<DividedStage, typeof side>,
          {
            error: (issue) =>
              issue.code === 'invalid_type' ? `Expected whose each is, such as { arrived: 'shop' }.` : undefined,
          },
        )
        .optional(),
      informs: z.enum(['both', 'shop', 'carrier'], "Expected 'both', 'shop' or 'carrier'.").optional(),
      deliveryDayAt: time,
      callAfterDays: days,
      callAt: time,
      pickupReminderDays: days,
      pickupReminderAt: time,
      smsEnabled: z.boolean('Expected true or false.').optional(),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? `Expected an object such as { informs: 'shop' }.` : undefined) },
  )
  .optional();

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: unknown): Settings {
  const parsed = optionsSchema.safeParse(options);
  throwProblems(
    'invalid-argument',
    'b2cpl',
    (parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, options)),
  );
  const { stages, ...given } = parsed.data ?? {};
  return { ...defaults, ...withoutUndefined(given), stages: { ...defaults.stages, ...withoutUndefined(stages ?? {}) } };
}

function problemsOf(issue: z.core.$ZodIssue, options: unknown): Problem[] {
  const place = ['options', ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    const [what, known] = issue.path.length === 0 ? ['option', Object.keys(defaults)] : ['stage', [...dividedStages]];
    return issue.keys.map((key) => {
      const ofShop = what === 'stage' && shopStages.includes(key);
      const message = ofShop ? `'${key}' is always the shop's. Known: ${known.join(', ')}.` : unknownName(what, key, known);
      return { code: 'unknown-option', place: `${place}.${key}`, message };
    });
  }
  const value = issue.path.reduce<unknown>((part, key) => (part instanceof Object ? Reflect.get(part, key) : undefined), options);
  const shown = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return [{ code: 'invalid-value', place, message: `${shown} does not fit. ${issue.message}` }];
}

const shopStages = ['placed', 'delivered', 'sentBack', 'cancelled', 'requested', 'received', 'refunded', 'refused'];

/** Without the options that were given as undefined, which are those that were not given. */
function withoutUndefined<T extends object>(given: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left has the names and types of what was given.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
