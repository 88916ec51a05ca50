/**
 * The file that triggers are imported from: what stands in the forms of a trigger in retailCRM.
 * @module
 */
import { z } from 'zod';
import { groupCodes } from '../statuses.js';

const text = z.string('Expected a text.').min(1, 'Expected a text.');
const expression = (what: string) => z.string(what).min(1, what);

const triggerSchema = z.strictObject(
  {
    /** Название: becomes the name of the rule. */
    name: text.regex(/[\p{L}\p{N}]/u, 'Expected a name with a letter or digit in it.'),
    /** Активность. */
    active: z.boolean('Expected true or false.').default(true),
    /** Фильтр: `changeSet.hasChangedField('status') and ...`. */
    filter: expression('Expected an expression such as "changeSet.hasChangedField(\'status\')".'),
    /** Условие: a further expression that has to be true. */
    condition: expression('Expected an expression such as "order.getOrderMethod() != null".').optional(),
    /** Действие «Отправить e-mail»: Twig. */
    email: z
      .strictObject(
        { subject: text, text: text.optional(), html: text.optional() },
        { error: (issue) => (issue.code === 'invalid_type' ? 'Expected { subject, text, html }.' : undefined) },
      )
      .refine(({ text: plain, html }) => plain !== undefined || html !== undefined, "Expected 'text', 'html' or both.")
      .optional(),
    /** Действие «Отправить SMS»: Twig. */
    sms: text.optional(),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'Expected a trigger: { name, filter, condition, email, sms }.' : undefined,
  },
);

/** A trigger as the file has it. */
export type Trigger = z.output<typeof triggerSchema>;

/** Triggers. */
export const triggersSchema = z.array(triggerSchema, 'Expected a list of triggers.');

const codes = z
  .array(
    z.string('Expected the code of a status.').regex(/^\p{L}[\p{L}\p{N}_-]*$/u, "Expected a code such as 'at-customs'."),
    'Expected a list of codes.',
  )
  .optional();

/** Statuses of the account's own, by the code of their group. */
export const ownStatusesSchema = z
  .strictObject(
    // One entry for each group.
    Object.fromEntries(groupCodes.map((group) => [group, codes])) as Record<(typeof groupCodes)[number], typeof codes>,
    { error: (issue) => (issue.code === 'invalid_type' ? "Expected codes by group: { delivery: ['at-customs'] }." : undefined) },
  )
  .optional();
