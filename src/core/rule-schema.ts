/**
 * The form of a rule: which columns there are and what each may hold, before any name in it is looked up.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from './calendar.js';
import { identityOf } from './contact.js';
import { expectKnown, type Report } from './problems.js';
import { bag } from './untyped.js';

const word = z.string().min(1);
const words = z.array(word).min(1);
const oneOrMore = <T extends z.ZodType>(of: T, expected: string) =>
  z.union([of, z.array(of).min(1)], `expected ${expected}, or a list of them`);

const contact = z
  .object(
    { id: word, name: word, email: word, phone: word, locale: word, addresses: z.record(z.string(), word) },
    "expected a contact such as { name: 'Owner', email: 'owner@example.com' }",
  )
  .partial()
  .refine((given) => identityOf(given) !== undefined, 'expected a contact with an id, email, phone or name');

const filter = z.union(
  [word, words, z.strictObject({ not: z.union([word, words]) })],
  "expected a state such as 'processing', a list of such names, or { not: ... }",
);

const amount = z.number('expected a whole number, 0 or more').int().nonnegative();
const at = z
  .string("expected a local time such as '10:00'")
  .refine(isWallTime, "expected a local time from '00:00' to '23:59', such as '10:00'");
const lengths = { days: amount, hours: amount, minutes: amount };
const lengthNames = "exactly one of 'days', 'hours' or 'minutes'";
const given = (...values: readonly unknown[]) => values.filter((value) => value !== undefined).length;

const dueColumns = { before: word, after: word, on: word, ...lengths, at };
const due = z
  .strictObject(dueColumns)
  .partial()
  .superRefine((value, context) => {
    const report = (message: string) => context.addIssue({ code: 'custom', message });
    const { before, after, on, days, hours, minutes, at: time } = value;
    const count = given(days, hours, minutes);
    if (given(before, after, on) !== 1) report("name exactly one date, with 'before', 'after' or 'on'");
    else if (on !== undefined) {
      if (count > 0) report("'on' is the day itself and takes no days, hours or minutes; use 'before' or 'after' with them");
      if (time === undefined) report("'on' needs a local time: at: '10:00'");
    } else if (count !== 1) report(`say how long before or after, with ${lengthNames}`);
    else if (days === undefined) {
      if (time !== undefined) report("'at' goes with 'days'; hours and minutes are exact lengths");
    } else if (time === undefined) report("calendar 'days' need a local time: at: '10:00'");
  });

const span = z
  .strictObject(lengths)
  .partial()
  .refine(
    ({ days, hours, minutes }) => given(days, hours, minutes) === 1,
    `expected a length such as { hours: 2 }, with ${lengthNames}`,
  );

const positive = z.number('expected a whole number, 1 or more').int().positive('expected a whole number, 1 or more');
const length = z.union([z.strictObject({ hours: positive }), z.strictObject({ minutes: positive })]);

const channels = z
  .array(word)
  .min(1, "expected at least one channel, such as ['email']")
  .refine((list) => new Set(list).size === list.length, 'a channel is named twice');

const choice = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, `expected ${values.map((value) => `'${value}'`).join(', ')}`);

const columns = {
  on: oneOrMore(word, "a trigger such as 'order.processing'"),
  from: filter,
  due,
  while: z.record(z.string(), filter, "expected states by machine: { order: ['processing'] }"),
  if: oneOrMore(word, 'the name of a condition'),
  unless: oneOrMore(word, 'the name of a condition'),
  each: word,
  to: oneOrMore(z.union([word, contact]), 'a role or a contact'),
  by: z.union(
    [channels, z.strictObject({ firstOf: channels, until: z.literal('delivered').optional(), within: length.optional() })],
    "expected a list of different channels such as ['email', 'sms'], { firstOf: ['sms', 'email'] } or { firstOf: ['sms', 'email'], until: 'delivered', within: { hours: 1 } }",
  ),
  late: choice('same-day', 'skip', 'send'),
  delivery: choice('at-least-once', 'at-most-once'),
  during: choice('open', 'closed'),
  owner: word,
  template: word,
  category: choice('transactional', 'promotional'),
  expires: span,
  urgent: z.boolean('expected true or false'),
  inflight: choice('follow', 'pin', 're-plan'),
  parts: z.number('expected a whole number of SMS parts, 1 or more').int().positive(),
  fit: choice('reject', 'shorten', 'transliterate'),
  active: z.boolean('expected true or false'),
  signal: word,
};

const rule = z.strictObject(columns, "expected a rule such as { on: 'order.placed', to: 'customer', by: ['email'] }").partial();

/** A rule whose form is right; its names may still be unknown. */
export type RuleRow = z.output<typeof rule>;

/** The columns that rules have. */
const ruleColumns: readonly string[] = Object.keys(columns);

/** What could be read of a rule. */
export interface Reading {
  /** The columns whose form is right. */
  readonly row: RuleRow;
  /** Whether that is all of them. */
  readonly whole: boolean;
}

/** Reads one rule of any origin. A column that is wrong is reported and hides nothing: the others can still be checked. */
export function readRule(value: unknown, report: Report): Reading {
  const result = rule.safeParse(value, { reportInput: true });
  if (result.success) return { row: result.data, whole: true };
  const { issues } = result.error;
  for (const issue of issues) reportIssue(issue, report);
  const right = Object.entries(bag(value)).filter(
    ([column]) => ruleColumns.includes(column) && !issues.some(({ path }) => path[0] === column),
  );
  return { row: rule.safeParse(Object.fromEntries(right)).data ?? {}, whole: false };
}

function reportIssue(issue: z.core.$ZodIssue, report: Report): void {
  const column = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = column === '' ? ruleColumns : column === 'due' ? Object.keys(dueColumns) : [];
    for (const key of issue.keys) expectKnown(report, 'unknown-column', column, 'column', key, known);
  } else report('invalid-value', column, `${issue.message}, got ${shown(issue.input)}.`);
}

/** A value as it would be written in JSON, shortened; rules hold no secrets. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
