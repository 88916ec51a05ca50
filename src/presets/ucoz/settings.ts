/**
 * The settings of the ucoz preset: which stages are shown, what they are called, and which are told by SMS.
 * @module
 */
import { z } from 'zod';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';
import { bag, kindOf } from '../../core/untyped.js';
import { stages, statuses, type UcozStage, type UcozStatus } from './statuses.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const ucozLocales = ['ru', 'en', 'zh-TW'] as const;

/** One of {@link ucozLocales}. */
export type UcozLocale = (typeof ucozLocales)[number];

/** A stage that can be left out: every order begins as new. */
export type OptionalStage = Exclude<UcozStage, 'new'>;

/** What may be set. */
export interface UcozOptions {
  /** Stages that the trail does not show. An order in such a status stands at the stage before it. */
  readonly leaveOut?: readonly OptionalStage[] | undefined;
  /** Other names of statuses, by language; those that are not named keep theirs. */
  readonly labels?: Readonly<Partial<Record<UcozLocale, Readonly<Partial<Record<UcozStatus, string>>>>>> | undefined;
  /** Statuses that are told by SMS as well; without it there is no rule for SMS, and no transport is needed. */
  readonly smsStatuses?: readonly UcozStatus[] | undefined;
}

/** Labels of every status in every language. */
export type Labels = Readonly<Record<UcozLocale, Readonly<Record<UcozStatus, string>>>>;

/** The options with every default filled in. */
export interface Settings {
  readonly leaveOut: readonly UcozStage[];
  readonly labels: Labels;
  readonly smsStatuses: readonly UcozStatus[] | undefined;
}

/** The names of the source, and their translations. */
const defaultLabels: Labels = {
  ru: {
    new: 'Новый',
    'awaiting-payment': 'Оплачивается',
    paid: 'Оплачен',
    processing: 'В обработке',
    ready: 'Готов',
    shipping: 'Доставляется',
    delivered: 'Доставлен',
    completed: 'Завершён',
    cancelled: 'Отменён',
  },
  en: {
    new: 'New',
    'awaiting-payment': 'Awaiting payment',
    paid: 'Paid',
    processing: 'In progress',
    ready: 'Ready',
    shipping: 'On its way',
    delivered: 'Delivered',
    completed: 'Completed',
    cancelled: 'Cancelled',
  },
  'zh-TW': {
    new: '新訂單',
    'awaiting-payment': '等待付款',
    paid: '已付款',
    processing: '處理中',
    ready: '備貨完成',
    shipping: '配送中',
    delivered: '已送達',
    completed: '已完成',
    cancelled: '已取消',
  },
};

const optional: readonly string[] = stages.slice(1);

const label = z
  .string()
  .refine(
    (text) => text.trim() !== '' && !/[\p{Cc}<>&{}]/u.test(text),
    'Expected one line of plain text, without < > & { }, such as "Принят".',
  );

const listOf = (names: readonly string[], such: string) => {
  const expected = `Expected a list of ${such}. Known: ${names.join(', ')}.`;
  return z.array(z.enum(names, expected), expected).optional();
};

const labels = z.strictObject(Object.fromEntries(statuses.map((status) => [status, label.optional()]))).optional();

const optionsSchema = z
  .strictObject({
    leaveOut: listOf(optional, "stages, such as ['ready'], of those that can be left out"),
    labels: z.strictObject(Object.fromEntries(ucozLocales.map((locale) => [locale, labels]))).optional(),
    smsStatuses: listOf(statuses, "statuses, such as ['shipping']"),
  })
  .optional();

/** The options with every default filled in; throws `invalid-argument` with a problem for each mistake. */
export function settle(options: UcozOptions | undefined): Settings {
  const { error } = optionsSchema.safeParse(options);
  throwProblems('invalid-argument', 'ucoz', error?.issues.flatMap((issue) => problemsOf(issue, options)) ?? []);
  const { leaveOut = [], labels: own = {}, smsStatuses } = options ?? {};
  const named = (locale: UcozLocale) => ({ ...defaultLabels[locale], ...own[locale] });
  return { leaveOut, labels: { ru: named('ru'), en: named('en'), 'zh-TW': named('zh-TW') }, smsStatuses };
}

function problemsOf(issue: z.core.$ZodIssue, options: unknown): Problem[] {
  const place = ['options', ...issue.path.map(String)].join('.');
  if (issue.code !== 'unrecognized_keys') {
    const value = issue.path.reduce<unknown>((part, key) => bag(part)[String(key)], options);
    return [{ code: 'invalid-value', place, message: `${kindOf(value)} does not fit. ${issue.message}` }];
  }
  const [kind, known] =
    issue.path.length === 0 ? (['option', ['leaveOut', 'labels', 'smsStatuses']] as const) : nameKind(issue.path);
  return issue.keys.map((key) => ({
    code: 'unknown-option',
    place: `${place}.${key}`,
    message: unknownName(kind, key, known),
  }));
}

/** What the keys at a path below `labels` are. */
function nameKind({ length }: readonly PropertyKey[]): readonly [kind: string, known: readonly string[]] {
  return length === 1 ? ['locale', ucozLocales] : ['status', statuses];
}
