/**
 * The settings of the tiu preset.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';

/** What may be set. */
export interface TiuOptions {
  /** Calendar days within which a new order must be accepted or cancelled, from when it came in; by default 3 (6.7). */
  readonly acceptDays?: number | undefined;
  /** Local time of the reminder on the day before they are over, `HH:mm`; by default 10:00. */
  readonly reminderAt?: string | undefined;
  /** Hours before they are over at which the owner is told for the last time; by default 3. */
  readonly lastCallHours?: number | undefined;
  /** Whether a status that says 'accepted' is told each time an order gets one; by default once, until it has left them (6.1). */
  readonly acceptedEachTime?: boolean | undefined;
  /** Whether buyer and owner are told of payments; by default they are. */
  readonly paymentNotices?: boolean | undefined;
  /** Whether buyers get SMS beside e-mails; by default they do not, as at tiu.ru. */
  readonly buyerSms?: boolean | undefined;
  /** `false` switches SMS off for every shop; otherwise each shop's own `smsEnabled` holds. */
  readonly smsEnabled?: boolean | undefined;
}

/** The options with every default filled in. */
export type Settings = { readonly [K in keyof TiuOptions]-?: Exclude<TiuOptions[K], undefined> };

const whole = (expected: string, max: number) => z.number(expected).int(expected).min(1, expected).max(max, expected);
const flag = z.boolean('Expected true or false.');

const optionsSchema = z.strictObject(
  {
    acceptDays: whole('Expected a whole number of days from 1 to 30, such as 3.', 30).default(3),
    reminderAt: z
      .string("Expected a local time such as '10:00'.")
      .refine(
        (text) => /^\d\d:\d\d$/.test(text) && isWallTime(text),
        "Expected a local time HH:mm from 00:00 to 23:59, such as '10:00'.",
      )
      .default('10:00'),
    lastCallHours: whole('Expected a whole number of hours from 1 to 23, such as 3.', 23).default(3),
    acceptedEachTime: flag.default(false),
    paymentNotices: flag.default(true),
    buyerSms: flag.default(false),
    smsEnabled: flag.default(true),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? `Expected an object such as { acceptDays: 3 }.` : undefined) },
);

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: unknown = {}): Settings {
  const issues = optionsSchema.safeParse(options).error?.issues ?? [];
  throwProblems(
    'invalid-argument',
    'tiu',
    issues.flatMap((issue) => problemsOf(issue, options)),
  );
  return optionsSchema.parse(options);
}

function problemsOf(issue: z.core.$ZodIssue, options: unknown): Problem[] {
  const [name] = issue.path;
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(optionsSchema.shape);
    return issue.keys.map((key) => ({
      code: 'unknown-option',
      place: `options.${key}`,
      message: unknownName('option', key, known),
    }));
  }
  const value: unknown = name === undefined ? options : options instanceof Object ? Reflect.get(options, name) : undefined;
  const shown = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  const place = name === undefined ? 'options' : `options.${String(name)}`;
  return [{ code: 'invalid-value', place, message: `${shown} does not fit. ${issue.message}` }];
}
