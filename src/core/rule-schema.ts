/**
 * The form of a rule: which columns there are and what each may hold, before any name in it is looked up.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from './calendar.js';
import { identityOf } from './contact.js';
import { type Problem, unknownName } from './errors.js';

const word = z.string().min(1);
const oneOrMore = <T extends z.ZodType>(of: T, expected: string) =>
  z.union([of, z.array(of).min(1)], { error: `expected ${expected}, or a list of them` });

const contact = z
  .object(
    {
      id: word.optional(),
      name: word.optional(),
      email: word.optional(),
      phone: word.optional(),
      locale: word.optional(),
      addresses: z.record(z.string(), word).optional(),
    },
    { error: "expected a contact such as { name: 'Owner', email: 'owner@example.com' }" },
  )
  .refine((given) => identityOf(given) !== undefined, { error: 'expected a contact with an id, email, phone or name' });

const filter = (example: string) =>
  z.union([word, z.array(word).min(1), z.strictObject({ not: z.union([word, z.array(word).min(1)]) })], {
    error: `expected ${example}, a list of such names, or { not: ... }`,
  });

const amount = z.number({ error: 'expected a whole number, 0 or more' }).int().nonnegative();
const at = z.string({ error: "expected a local time such as '10:00'" }).refine(isWallTime, {
  error: "expected a local time from '00:00' to '23:59', such as '10:00'",
});
const date = word.optional();
const due = z
  .strictObject({
    before: date,
    after: date,
    on: date,
    days: amount.optional(),
    hours: amount.optional(),
    minutes: amount.optional(),
    at: at.optional(),
  })
  .superRefine((value, context) => {
    const report = (message: string) => context.addIssue({ code: 'custom', message });
    const anchors = [value.before, value.after, value.on].filter((anchor) => anchor !== undefined);
    const lengths = [value.days, value.hours, value.minutes].filter((length) => length !== undefined);
    if (anchors.length !== 1) return report("name exactly one date, with 'before', 'after' or 'on'");
    if (value.on !== undefined) {
      if (lengths.length > 0)
        report("'on' is the day itself and takes no days, hours or minutes; use 'before' or 'after' with them");
      if (value.at === undefined) report("'on' needs a local time: at: '10:00'");
      return undefined;
    }
    if (lengths.length !== 1) return report("say how long before or after, with exactly one of 'days', 'hours' or 'minutes'");
    if (value.days !== undefined && value.at === undefined) report("calendar 'days' need a local time: at: '10:00'");
    if (value.days === undefined && value.at !== undefined) report("'at' goes with 'days'; hours and minutes are exact lengths");
    return undefined;
  });

const span = z
  .strictObject({ days: amount.optional(), hours: amount.optional(), minutes: amount.optional() })
  .refine((value) => [value.days, value.hours, value.minutes].filter((length) => length !== undefined).length === 1, {
    error: "expected a length such as { hours: 2 }, with exactly one of 'days', 'hours' or 'minutes'",
  });

const channels = z
  .array(word)
  .min(1, { error: "expected at least one channel, such as ['email']" })
  .refine((list) => new Set(list).size === list.length, { error: 'a channel is named twice' });

const choice = (...values: readonly string[]) =>
  z.enum(values, { error: `expected ${values.map((value) => `'${value}'`).join(', ')}` });

const columns = {
  on: oneOrMore(word, "a trigger such as 'order.processing'").optional(),
  from: filter("a state such as 'processing'").optional(),
  due: due.optional(),
  while: z
    .record(z.string(), filter("a state such as 'processing'"), {
      error: "expected states by machine: { order: ['processing'] }",
    })
    .optional(),
  if: oneOrMore(word, 'the name of a condition').optional(),
  unless: oneOrMore(word, 'the name of a condition').optional(),
  each: word.optional(),
  to: oneOrMore(z.union([word, contact]), 'a role or a contact').optional(),
  by: z
    .union([channels, z.strictObject({ firstOf: channels })], {
      error: "expected a list of different channels such as ['email', 'sms'], or { firstOf: ['sms', 'email'] }",
    })
    .optional(),
  late: choice('same-day', 'skip', 'send').optional(),
  delivery: choice('at-least-once', 'at-most-once').optional(),
  during: choice('open', 'closed').optional(),
  template: word.optional(),
  category: choice('transactional', 'promotional').optional(),
  expires: span.optional(),
  inflight: choice('follow', 'pin', 're-plan').optional(),
  active: z.boolean({ error: 'expected true or false' }).optional(),
  signal: word.optional(),
};

const rule = z.strictObject(columns, { error: "expected a rule such as { on: 'order.placed', to: 'customer', by: ['email'] }" });

/** A rule whose form is right; its names may still be unknown. */
export type RuleRow = z.output<typeof rule>;

/** The columns that rules have. */
const ruleColumns: readonly string[] = Object.keys(columns);

/** What could be read of a rule. */
export interface Reading {
  /** The columns whose form is right: all of them where there are no problems. */
  readonly row: RuleRow;
  readonly problems: readonly Problem[];
}

/** Reads one rule of any origin. A column that is wrong hides nothing: the others can still be checked. */
export function readRule(place: string, value: unknown): Reading {
  const result = rule.safeParse(value, { reportInput: true });
  if (result.success) return { row: result.data, problems: [] };
  const wrong = new Set(result.error.issues.map(({ path }) => path[0]));
  const right = Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(
    ([column]) => ruleColumns.includes(column) && !wrong.has(column),
  );
  const rest = rule.safeParse(Object.fromEntries(right));
  return { row: rest.success ? rest.data : {}, problems: result.error.issues.flatMap((issue) => problemsOf(place, issue)) };
}

function problemsOf(place: string, issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map(String).join('.');
  const where = path === '' ? place : `${place}, '${path}'`;
  if (issue.code === 'unrecognized_keys') {
    const known = path === '' ? ruleColumns : path === 'due' ? ['before', 'after', 'on', 'days', 'hours', 'minutes', 'at'] : [];
    return issue.keys.map((key) => ({ code: 'unknown-column', place: where, message: unknownName('column', key, known) }));
  }
  return [{ code: 'invalid-value', place: where, message: `${issue.message}, got ${shown(issue.input)}.` }];
}

/** A value as it would be written in JSON, shortened; rules hold no secrets. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
