/**
 * The settings of the bitrix preset: the statuses, sites, events and numbers of one installation.
 * @module
 */
import { z } from 'zod';
import type { Problem } from '../../core/errors.js';
import { checked, type Report } from '../../core/problems.js';
import { isZone } from '../../core/zone.js';
import { readPart } from '../shared/importing.js';

/** What a status is called: one name, or one for each language. */
export type StatusTitle = string | Readonly<Record<string, string>>;

/** Who is told about orders beside the buyer, at a fixed number (2.1). */
export interface Administrator {
  readonly name?: string | undefined;
  readonly phone: string;
  readonly email?: string | undefined;
}

/** What may be set. Everything has a default that fits a new installation. */
export interface BitrixOptions {
  /** `STATUS_ID` to its name, in the order in which an order usually passes them (2.2): by default `N`, `P` and `F`. */
  readonly statuses?: Readonly<Record<string, StatusTitle>> | undefined;
  /** Names for several statuses at once, for the columns `on`, `from` and `while`. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Ids of the sites (`LID`): each gives the condition `site ID` (2.3). By default `s1`. */
  readonly sites?: readonly string[] | undefined;
  /** E-mail events that the shop tells of (2.7): each gives the fact `mail.EVENT`. By default those of an order. */
  readonly mailEvents?: readonly string[] | undefined;
  /** Ids of e-mail templates that rules name (2.7): each gives the condition `mail template ID`. */
  readonly mailTemplates?: readonly number[] | undefined;
  /** Events of the shop's own (2.7): each gives the fact `event.NAME`. */
  readonly events?: readonly string[] | undefined;
  /**
   * Macros that hold a phone number, beside that of the buyer: each gives a role of its name. `PROPERTY_X` is the property `X` of the
   * order, any other one the field of an event.
   */
  readonly recipients?: readonly string[] | undefined;
  /** Fixed numbers that are told of new orders and changed statuses (2.1). */
  readonly administrators?: readonly Administrator[] | undefined;
  /** Whether an e-mail is left out when the SMS went out (2.7); by default both are sent. */
  readonly smsInsteadOfEmail?: boolean | undefined;
  /** Whether SMS are written in Latin letters (2.5); by default in Cyrillic. */
  readonly transliterate?: boolean | undefined;
  /** Administrators are not told of an order whose description has this word in it (2.4); by default `тестовый`. */
  readonly testWord?: string | undefined;
  /** Where numbers without a country code are read (2.5); by default `RU`. */
  readonly country?: string | undefined;
  /** By default `Europe/Moscow`. */
  readonly timeZone?: string | undefined;
  /** `false` switches SMS off. */
  readonly smsEnabled?: boolean | undefined;
}

/** The options with every default filled in. */
export type Settings = { readonly [K in keyof BitrixOptions]-?: NonNullable<BitrixOptions[K]> };

/** The statuses of a new installation. */
export const usualStatuses = {
  N: { ru: 'Принят', en: 'received', 'zh-TW': '已收到' },
  P: { ru: 'Оплачен, готовим к отправке', en: 'paid, being prepared', 'zh-TW': '已付款，備貨中' },
  F: { ru: 'Выполнен', en: 'completed', 'zh-TW': '已完成' },
} as const satisfies Record<string, StatusTitle>;

/** The e-mail events of an order that Bitrix has by itself. */
export const usualMailEvents = [
  'SALE_NEW_ORDER',
  'SALE_ORDER_PAID',
  'SALE_ORDER_CANCEL',
  'SALE_ORDER_DELIVERY',
  'SALE_ORDER_REMIND_PAYMENT',
  'SALE_ORDER_TRACKING_NUMBER',
  'SALE_STATUS_CHANGED',
] as const;

const name = (expected: string) => z.string(expected).regex(/^[A-Za-z][A-Za-z0-9_-]*$/, expected);
const status = name("Expected the code of a status, such as 'N'.");
const group = name("Expected the name of a group, such as 'open'.");
const site = name("Expected the id of a site, such as 's1'.");
const event = name("Expected the name of an event, such as 'SALE_NEW_ORDER'.");
const macro = name("Expected the name of a macro without its signs, such as 'PROPERTY_CONTACT_PHONE'.");
const title = z.string('Expected a name.').min(1, 'Expected a name.');
const phone = z.string("Expected a number such as '+79001234567'.").min(1, "Expected a number such as '+79001234567'.");
const flag = z.boolean('Expected true or false.').optional();

const list = <T extends z.ZodType>(of: T, expected: string) =>
  z
    .array(of, expected)
    .refine((given) => new Set(given).size === given.length, 'Expected each of them once.')
    .optional();

const hasOne = (given: readonly unknown[] | undefined) => given?.length !== 0;

const statuses = z
  .record(
    z.string(),
    z.union([title, z.record(z.string(), title)], "Expected a name, or one for each language: { ru: 'Принят', en: 'received' }."),
    "Expected names by the code of the status: { N: 'Принят' }.",
  )
  .superRefine((given, context) => {
    const codes = Object.keys(given);
    if (codes.length === 0) context.addIssue({ code: 'custom', message: 'Expected one status at least.' });
    for (const code of codes) {
      const { error } = status.safeParse(code);
      if (error !== undefined) context.addIssue({ code: 'custom', path: [code], message: error.issues[0]?.message ?? '' });
    }
  })
  .optional();

const administrator = z.strictObject(
  { name: title.optional(), phone, email: title.optional() },
  { error: (issue) => (issue.code === 'invalid_type' ? "Expected a number: { phone: '+79001234567' }." : undefined) },
);

const optionsSchema = z.strictObject(
  {
    statuses,
    groups: z.record(group, z.array(status, "Expected a list of statuses, such as ['N', 'P'].")).optional(),
    sites: list(site, "Expected a list of sites, such as ['s1'].").refine(hasOne, 'Expected one at least.'),
    mailEvents: list(event, "Expected a list of events, such as ['SALE_NEW_ORDER'].").refine(hasOne, 'Expected one at least.'),
    mailTemplates: list(z.number('Expected a number.').int().positive(), 'Expected a list of numbers, such as [17].'),
    events: list(event, "Expected a list of events, such as ['GIFT_READY']."),
    recipients: list(macro, "Expected a list of macros, such as ['PROPERTY_CONTACT_PHONE']."),
    administrators: z.array(administrator, "Expected a list of numbers, such as [{ phone: '+79001234567' }].").optional(),
    smsInsteadOfEmail: flag,
    transliterate: flag,
    testWord: z
      .string('Expected a word.')
      .regex(/^[\p{L}\p{N} -]+$/u, 'Expected a word, of letters and digits.')
      .optional(),
    country: z
      .string("Expected a country such as 'RU'.")
      .regex(/^[A-Z]{2}$/, "Expected two capital letters such as 'RU'.")
      .optional(),
    timeZone: z
      .string("Expected a time zone such as 'Europe/Moscow'.")
      .refine(isZone, "Expected a time zone such as 'Europe/Moscow'.")
      .optional(),
    smsEnabled: flag,
  },
  { error: (issue) => (issue.code === 'invalid_type' ? "Expected an object such as { sites: ['s1', 's2'] }." : undefined) },
);

/** What is wrong with options of any kind, each problem with its place under `options`. */
export function optionProblems(options: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  readOptions(options, (code, place, message) => problems.push({ code, place, message }));
  return problems;
}

function readOptions(options: unknown, report: Report): z.output<typeof optionsSchema> | undefined {
  return readPart(optionsSchema, options, 'options', {
    mistake: (code, place, message) => report(code === 'unknown-column' ? 'unknown-option' : code, place, message),
  });
}

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: BitrixOptions): Settings {
  const given = checked('invalid-argument', 'bitrix', (report) => readOptions(options, report));
  return {
    statuses: given?.statuses ?? usualStatuses,
    groups: given?.groups ?? {},
    sites: given?.sites ?? ['s1'],
    mailEvents: given?.mailEvents ?? usualMailEvents,
    mailTemplates: given?.mailTemplates ?? [],
    events: given?.events ?? [],
    recipients: given?.recipients ?? [],
    administrators: given?.administrators ?? [],
    smsInsteadOfEmail: given?.smsInsteadOfEmail ?? false,
    transliterate: given?.transliterate ?? false,
    testWord: given?.testWord ?? 'тестовый',
    country: given?.country ?? 'RU',
    timeZone: given?.timeZone ?? 'Europe/Moscow',
    smsEnabled: given?.smsEnabled ?? true,
  };
}
