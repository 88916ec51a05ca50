/**
 * The settings of the retailcrm preset.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';
import { fieldsOf } from '../../core/schema-fields.js';
import { type Carrier, standardCarriers } from './carriers.js';
import { comparisonsOf, type OrderCondition, orderConditionSchema } from './order-condition.js';
import { groupCodes, type OwnStatuses, type StatusGroups, standardStatuses, statusesWith } from './statuses.js';
import { type Hours, orderSchema } from './subjects.js';

/** What may be set. Every code is one of the shop's own account. Rules may then name its own statuses and conditions. */
export interface RetailcrmOptions<Own extends string = string, Named extends string = string> {
  /** Statuses of the shop's own, by the code of their group: `{ delivery: ['at-customs'] }`. */
  readonly statuses?: OwnStatuses<Own> | undefined;
  /** Conditions of the shop's own, for `if` and `unless`: `{ 'by phone': { path: 'orderMethod.code', in: ['phone'] } }`. */
  readonly conditions?: Readonly<Record<Named, OrderCondition>> | undefined;
  /** Working hours of sites that name none, every day; by default 09:00 to 18:00. */
  readonly openingHours?: Hours | undefined;
  /** Codes of sites whose orders are not told of. */
  readonly excludedSites?: readonly string[] | undefined;
  /** Marks in the customer's comment of orders that are not told of: `['drop1']`. */
  readonly excludedComments?: readonly string[] | undefined;
  /** Codes of the order methods whose new orders are confirmed; all orders, unless given. */
  readonly orderMethods?: readonly string[] | undefined;
  /** Carriers by the code of the delivery type, beside the usual ones or instead of them. */
  readonly carriers?: Readonly<Record<string, Carrier>> | undefined;
  /** Local time of the reminders after three and six days, `HH:mm`; by default 12:00. */
  readonly reminderAt?: string | undefined;
  /** `false` switches SMS off. */
  readonly smsEnabled?: boolean | undefined;
}

/** The options with every default filled in. */
export interface Settings {
  readonly statuses: StatusGroups;
  readonly conditions: Readonly<Record<string, OrderCondition>>;
  readonly openingHours: Hours;
  readonly excludedSites: readonly string[];
  readonly excludedComments: readonly string[];
  readonly orderMethods: readonly string[] | undefined;
  readonly carriers: Readonly<Record<string, Carrier>>;
  readonly reminderAt: string;
  readonly smsEnabled: boolean;
}

const time = z
  .string("Expected a local time such as '12:00'.")
  .refine((text) => /^\d\d:\d\d$/.test(text) && isWallTime(text), 'Expected a local time HH:mm from 00:00 to 23:59.');
const codes = z
  .array(z.string('Expected a code.').min(1, 'Expected a code.'), "Expected a list of codes such as ['drop1'].")
  .optional();
const statusCodes = z
  .array(
    z
      .string('Expected a code.')
      .regex(/^\p{L}[\p{L}\p{N}_-]*$/u, "Expected a code such as 'at-customs': letters, digits, '-' and '_'."),
    "Expected a list of codes such as ['at-customs'].",
  )
  .optional();
const carrier = z.strictObject(
  {
    name: z.string('Expected the name of the carrier.').min(1, 'Expected the name of the carrier.'),
    url: z
      .string("Expected an address such as 'https://track.example/{number}'.")
      .regex(/^https:\/\/\S*\{number\}\S*$/, "Expected an address with https:// and '{number}' in it.")
      .optional(),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? "Expected a carrier such as { name: 'DHL', url: '...{number}' }." : undefined,
  },
);

const hoursError = {
  error: (issue: { readonly code?: string }) =>
    issue.code === 'invalid_type' ? "Expected hours such as { from: '09:00', to: '18:00' }." : undefined,
};

const optionsSchema = z
  .strictObject(
    {
      statuses: z
        .strictObject(
          {
            new: statusCodes,
            approval: statusCodes,
            assembling: statusCodes,
            delivery: statusCodes,
            complete: statusCodes,
            cancel: statusCodes,
          },
          {
            error: (issue) =>
              issue.code === 'invalid_type' ? "Expected codes by group: { delivery: ['at-customs'] }." : undefined,
          },
        )
        .optional(),
      conditions: z.record(z.string().min(1), orderConditionSchema, 'Expected conditions by name.').optional(),
      openingHours: z.strictObject({ from: time, to: time }, hoursError).optional(),
      excludedSites: codes,
      excludedComments: codes,
      orderMethods: codes,
      carriers: z.record(z.string(), carrier, 'Expected carriers by the code of the delivery type.').optional(),
      reminderAt: time.optional(),
      smsEnabled: z.boolean('Expected true or false.').optional(),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? "Expected an object such as { reminderAt: '10:00' }." : undefined) },
  )
  .optional();

/** The names that the parts of the options may have. */
const knownIn: Readonly<Record<string, readonly string[]>> = {
  statuses: groupCodes,
  carriers: ['name', 'url'],
  openingHours: ['from', 'to'],
};

/** Conditions that the lifecycle has by itself. */
const ownConditions = ['is not told of', 'ordered by a method that is told of', 'paid ahead'] as const;

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: unknown): Settings {
  const parsed = optionsSchema.safeParse(options);
  const given = parsed.data ?? {};
  const openingHours = given.openingHours ?? { from: '09:00', to: '18:00' };
  throwProblems('invalid-argument', 'retailcrm', [
    ...(parsed.error?.issues ?? []).flatMap(problemsOf),
    ...repeatedStatuses(given.statuses ?? {}).map(({ place, ...rest }) => ({ ...rest, place: `options.${place}` })),
    ...ownConditions
      .filter((name) => Object.hasOwn(given.conditions ?? {}, name))
      .map((name) => ({
        code: 'duplicate-name' as const,
        place: 'options.conditions',
        message: `'${name}' is a condition of the preset. Choose another name.`,
      })),
    ...unknownPaths(given.conditions ?? {}, pathsIn(orderSchema([], openingHours))),
  ]);
  return {
    statuses: statusesWith(given.statuses ?? {}),
    conditions: given.conditions ?? {},
    openingHours,
    excludedSites: given.excludedSites ?? [],
    excludedComments: given.excludedComments ?? [],
    orderMethods: given.orderMethods,
    carriers: { ...standardCarriers, ...given.carriers },
    reminderAt: given.reminderAt ?? '12:00',
    smsEnabled: given.smsEnabled ?? true,
  };
}

/** Paths that conditions name and orders do not have. */
function unknownPaths(conditions: Readonly<Record<string, OrderCondition>>, known: readonly string[]): Problem[] {
  return Object.entries(conditions).flatMap(([name, condition]) =>
    comparisonsOf(condition)
      .filter(({ path }) => !known.includes(path))
      .map(({ path }) => ({
        code: 'unknown-variable' as const,
        place: `options.conditions.${name}`,
        message: unknownName('field', path, known),
      })),
  );
}

/** The paths of the fields of an object, those of the objects in it included. */
function pathsIn(schema: z.ZodType): readonly string[] {
  return [...(fieldsOf(schema) ?? [])].flatMap(([name, inner]) => [name, ...pathsIn(inner).map((path) => `${name}.${path}`)]);
}

/** Statuses of the shop's own that are there already, or that are in two groups. */
export function repeatedStatuses(own: OwnStatuses): Problem[] {
  const groupOf = new Map<string, string>(groupCodes.flatMap((group) => standardStatuses[group].map((code) => [code, group])));
  const problems: Problem[] = [];
  for (const group of groupCodes) {
    for (const code of own[group] ?? []) {
      const other = groupOf.get(code);
      const message = `the status '${code}' is in the group '${other}' already; name each status once.`;
      if (other !== undefined) problems.push({ code: 'duplicate-name', place: `statuses.${group}`, message });
      groupOf.set(code, group);
    }
  }
  return problems;
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const place = ['options', ...issue.path.map(String)].join('.');
  if (issue.code !== 'unrecognized_keys') return [{ code: 'invalid-value', place, message: issue.message }];
  const known = knownIn[String(issue.path[0])] ?? Object.keys(optionsSchema.unwrap().shape);
  return issue.keys.map((key) => ({
    code: 'unknown-option' as const,
    place,
    message: unknownName('option', key, [...known]),
  }));
}
