/**
 * The settings of the waca-booking preset: every number of days and every time of day that its rules use.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';
import type { PaymentMethod } from './subjects.js';

/** The payment methods that are paid later than the order is placed, and so have a deadline; `card` and `on-site` have none. */
export type DeferredMethod = Exclude<PaymentMethod, 'card' | 'on-site'>;

/** What may be set. Days of payment are counted from N, the calendar day in the shop's zone on which the order was placed. */
export interface WacaBookingOptions {
  /**
   * The day of the payment reminder, N + this; by default 3 for `cvs-barcode` and 2 for the other methods. A map that names
   * only some methods changes only those.
   */
  readonly reminderDay?: Readonly<Partial<Record<DeferredMethod, number>>> | undefined;
  /**
   * The last day on which a method can be paid, N + this; by default the day after the reminder. Given alone for a method, it
   * also moves that method's reminder, to the day before.
   */
  readonly deadlineDay?: Readonly<Partial<Record<DeferredMethod, number>>> | undefined;
  /** Local time of payment reminders, `HH:mm`; by default 10:00. */
  readonly reminderAt?: string | undefined;
  /** Calendar days between the pre-visit notice and the service; by default 2. */
  readonly preVisitDays?: number | undefined;
  /** Local time of pre-visit notices, `HH:mm`; by default 10:00. */
  readonly preVisitAt?: string | undefined;
  /** How long a session takes, in minutes, in the calendars of those who come; by default 60. */
  readonly sessionMinutes?: number | undefined;
  /** Local time of both coupon notices, `HH:mm`; by default 15:00. */
  readonly couponAt?: string | undefined;
  /** Calendar days between the expiry notice and the expiry, and the usable days that a coupon needs to get one; by default 7. */
  readonly couponExpiryDays?: number | undefined;
  /** `false` switches SMS off for every shop; otherwise each shop's own `smsEnabled` holds. */
  readonly smsEnabled?: boolean | undefined;
}

/** The options with every default filled in. */
export interface Settings {
  readonly reminderDay: Readonly<Partial<Record<PaymentMethod, number>>>;
  readonly deadlineDay: Readonly<Partial<Record<PaymentMethod, number>>>;
  readonly reminderAt: string;
  readonly preVisitDays: number;
  readonly preVisitAt: string;
  readonly sessionMinutes: number;
  readonly couponAt: string;
  readonly couponExpiryDays: number;
  readonly smsEnabled: boolean;
}

/** The seed's windows, read as the days of the reminders (1.a4). */
const defaultReminderDay: Readonly<Record<DeferredMethod, number>> = {
  'bank-transfer': 2,
  'paynow-atm': 2,
  'cvs-barcode': 3,
  ibon: 2,
  famiport: 2,
};

/** A year: beyond it a number of days is a slip of the pen. */
const maxDays = 366;

const days = (min: number) => {
  const expected = `Expected a whole number of days from ${min} to ${maxDays}, such as 2.`;
  return z.number(expected).int(expected).min(min, expected).max(maxDays, expected).optional();
};

const sessionMinutes = (() => {
  const expected = 'Expected a whole number of minutes from 1 to 1440, such as 90.';
  return z.number(expected).int(expected).min(1, expected).max(1440, expected).optional();
})();

const time = z
  .string("Expected a local time such as '10:00'.")
  .refine(
    (text) => /^\d\d:\d\d$/.test(text) && isWallTime(text),
    "Expected a local time HH:mm from 00:00 to 23:59, such as '10:00'.",
  )
  .optional();

const perMethod = (min: number) =>
  z
    .strictObject(
      { 'bank-transfer': days(min), 'paynow-atm': days(min), 'cvs-barcode': days(min), ibon: days(min), famiport: days(min) },
      { error: (issue) => (issue.code === 'invalid_type' ? `Expected days by payment method, such as { ibon: 2 }.` : undefined) },
    )
    .optional();

const optionsSchema = z
  .strictObject(
    {
      reminderDay: perMethod(0),
      deadlineDay: perMethod(1),
      reminderAt: time,
      preVisitDays: days(0),
      preVisitAt: time,
      sessionMinutes,
      couponAt: time,
      couponExpiryDays: days(1),
      smsEnabled: z.boolean('Expected true or false.').optional(),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? `Expected an object such as { reminderAt: '09:00' }.` : undefined) },
  )
  .optional();

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: unknown): Settings {
  const parsed = optionsSchema.safeParse(options);
  const issues = parsed.error?.issues ?? [];
  throwProblems('invalid-argument', 'wacaBooking', [
    ...issues.flatMap((issue) => problemsOf(issue, options)),
    ...misorderedDays(options),
  ]);
  const given = parsed.data ?? {};
  const reminderDay = { ...defaultReminderDay };
  const deadlineDay = { ...defaultReminderDay };
  for (const method of deferredMethods) {
    const deadline = given.deadlineDay?.[method];
    reminderDay[method] = given.reminderDay?.[method] ?? (deadline === undefined ? defaultReminderDay[method] : deadline - 1);
    deadlineDay[method] = deadline ?? reminderDay[method] + 1;
  }
  return {
    reminderDay,
    deadlineDay,
    reminderAt: given.reminderAt ?? '10:00',
    preVisitDays: given.preVisitDays ?? 2,
    preVisitAt: given.preVisitAt ?? '10:00',
    sessionMinutes: given.sessionMinutes ?? 60,
    couponAt: given.couponAt ?? '15:00',
    couponExpiryDays: given.couponExpiryDays ?? 7,
    smsEnabled: given.smsEnabled ?? true,
  };
}

// The literal above is typed to have these keys and no others.
const deferredMethods = Object.keys(defaultReminderDay) as DeferredMethod[];

/** A method with both days given, of which the deadline is not the later one. */
function misorderedDays(options: unknown): Problem[] {
  return deferredMethods.flatMap((method) => {
    const reminder = valueAt(options, ['reminderDay', method]);
    const deadline = valueAt(options, ['deadlineDay', method]);
    if (typeof reminder !== 'number' || typeof deadline !== 'number' || deadline > reminder) return [];
    const fix = 'Give a later deadline, or leave out reminderDay to be reminded on the day before.';
    const message = `the deadline, N+${deadline}, is not after the reminder, N+${reminder}. ${fix}`;
    return [{ code: 'invalid-value', place: `options.deadlineDay.${method}`, message }];
  });
}

function problemsOf(issue: z.core.$ZodIssue, options: unknown): Problem[] {
  const place = ['options', ...issue.path.map(String)].join('.');
  if (issue.code !== 'unrecognized_keys') {
    return [{ code: 'invalid-value', place, message: `${shown(valueAt(options, issue.path))} does not fit. ${issue.message}` }];
  }
  const isRoot = issue.path.length === 0;
  const known = isRoot ? Object.keys(optionsSchema.unwrap().shape) : deferredMethods;
  return issue.keys.map((key) => {
    const paidAtOnce = !isRoot && (key === 'card' || key === 'on-site');
    const message = paidAtOnce
      ? `'${key}' has neither reminder nor deadline. Known: ${known.join(', ')}.`
      : unknownName(isRoot ? 'option' : 'payment method', key, known);
    return { code: 'unknown-option', place: `${place}.${key}`, message };
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part instanceof Object ? Reflect.get(part, key) : undefined), value);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
}
