/**
 * The file of the Bitrix importer: templates of the SMS module of TargetSMS, and what they refer to.
 *
 * Beside each field stands what the module's own form calls it. A file is an object, or the bare list of templates.
 * @module
 */
import { z } from 'zod';

const words = (expected: string) => z.array(z.string(expected), expected).optional();

/** A tick in the form: `true`, or `'Y'` as Bitrix writes it. */
const flag = z
  .union([z.boolean(), z.enum(['Y', 'N'])], "Expected true or false, or 'Y' or 'N'.")
  .transform((given) => given === true || given === 'Y');

/** One value, several, or none: an empty field means any. */
const several = (expected: string) =>
  z
    .union([z.string(), z.array(z.string())], expected)
    .transform((given) => (typeof given === 'string' ? [given] : given).map((one) => one.trim()).filter((one) => one !== ''))
    .default([]);

/** «Шаблон СМС». */
export const templateSchema = z.strictObject(
  {
    /** «Код события»: `ISMS_NEWORDER`, `ISMS_STATUSUPDATE`, `ISMS_BXEVENT`, or an event that the shop has added. */
    event: z.string("Expected the code of an event, such as 'ISMS_STATUSUPDATE'."),
    /** «Название шаблона»: names the rule. */
    name: z.string('Expected a name.').optional(),
    /** «Активность». */
    active: flag.default(true),
    /** «ID сайта»; none for all sites. */
    site: several("Expected the id of a site such as 's1', or a list of them."),
    /** «Отправитель»; none for the default one. */
    sender: z.string('Expected the name of a sender.').default(''),
    /** «Получатель СМС»: a number, a macro such as `#PROPERTY_PHONE#`, or several with commas between. */
    recipient: z.string("Expected a number such as '+79001234567', or a macro such as '#PROPERTY_PHONE#'."),
    /** «Шаблон». */
    text: z.string('Expected a text.'),
    /** «Начальный статус»; none for any. */
    from: several("Expected the code of a status such as 'N', or a list of them."),
    /** «Текущий статус»; none for any. */
    to: several("Expected the code of a status such as 'P', or a list of them."),
    /** «Почтовое событие» of `ISMS_BXEVENT`: `SALE_NEW_ORDER`. */
    mailEvent: z.string("Expected the name of an e-mail event, such as 'SALE_NEW_ORDER'.").optional(),
    /** «Идентификатор почтового шаблона»; none for all of that event. */
    mailTemplate: z.number('Expected a number.').int('Expected a whole number.').positive('Expected 1 or more.').optional(),
    /** «Отменить отправку письма, если отправлено сообщение». */
    cancelMail: flag.default(false),
    /** The e-mail address of the same person, where the recipient is a number and the e-mail is left out when the SMS went out. */
    mailTo: z.string('Expected an e-mail address.').optional(),
  },
  { error: ({ code }) => (code === 'invalid_type' ? "Expected a template: { event: 'ISMS_NEWORDER', ... }." : undefined) },
);

/** A template as it is read. */
export type TemplateEntry = z.output<typeof templateSchema>;

const fields = z.record(z.string(), z.array(z.string(), "Expected a list of fields, such as ['ORDER_ID']."));

/** What stands around the templates. Names and forms of what goes into the preset's options are checked there. */
export const fileSchema = z.strictObject(
  {
    /** The statuses of the shop, by code; `N`, `P` and `F` without. */
    statuses: z
      .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())], 'Expected a name, or one for each language.'))
      .optional(),
    /** Names for several statuses, or for other groups. */
    groups: z.record(z.string(), z.array(z.string(), "Expected a list of statuses, such as ['N', 'P'].")).optional(),
    /** Ids of the sites; `s1` without. */
    sites: words("Expected a list of sites, such as ['s1']."),
    /** The names of senders that the account has; without, any name will do. */
    senders: words("Expected a list of names, such as ['MyShop']."),
    /** Properties of the order beside `FIO`, `PHONE`, `EMAIL` and `ADDRESS`. */
    properties: words("Expected a list of properties, such as ['CITY']."),
    /** E-mail events beside those of orders, with the fields of each. */
    mailEvents: fields.optional(),
    /** Events that the shop has added to the module, with the fields of each. */
    events: fields.optional(),
    /** Whether SMS are written in Latin letters. */
    transliterate: flag.default(false),
    country: z.string("Expected a country such as 'RU'.").optional(),
    timeZone: z.string("Expected a time zone such as 'Europe/Moscow'.").optional(),
    templates: z.array(z.unknown(), 'Expected a list of templates.'),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'Expected a list of templates, or { templates: [...] }.' : undefined) },
);

/** What stands around the templates, as it is read. */
export type ImportSettings = z.output<typeof fileSchema>;
