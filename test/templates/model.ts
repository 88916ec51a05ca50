/**
 * A small booking lifecycle and a set of templates for it, to be varied by each test.
 */
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { LifecycleModel } from '../../src/core/model.js';
import { checkTemplates } from '../../src/templates/check.js';
import type { Rendered, TemplateCheck } from '../../src/templates/engine.js';
import { createRenderer, type SetRequest } from '../../src/templates/renderer.js';
import type { RuleRow } from '../../src/templates/scope.js';
import type { LocaleTemplates, TemplateSet, TemplateSetDefinition } from '../../src/templates/template-set.js';

const contact = z.object({
  id: z.string().optional(),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
});

const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

const session = z.object({
  no: z.string(),
  service: z.string(),
  startsAt: instant,
  price: z.number().optional(),
  participant: contact,
  partner: contact.optional(),
});

const bookingSchema = z.object({
  no: z.string(),
  orderStatus: z.enum(['processing', 'accepted', 'cancelled']),
  paidOn: z.iso.date().nullable().optional(),
  placedAt: z.date(),
  booker: contact,
  shop: z.object({ name: z.string(), timeZone: z.string(), url: z.string().optional() }),
  payment: z.object({ amount: z.number(), currency: z.string().default('TWD'), payUrl: z.string().optional() }),
  sessions: z.array(session),
  tags: z.array(z.string()).default([]),
  isGift: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  extra: z.unknown(),
});

const order = defineMachine({
  processing: { accept: 'accepted', cancel: 'cancelled' },
  accepted: { cancel: 'cancelled' },
  cancelled: {},
});

export const booking = defineLifecycle('booking', {
  schema: bookingSchema,
  key: (b) => b.no,
  timeZone: (b) => b.shop.timeZone,
  machines: { order },
  states: { order: 'orderStatus' },
  payloads: { 'order.cancel': z.object({ reason: z.string().optional() }).optional() },
  facts: { 'partner.assigned': z.object({ session: z.string() }) },
  fields: { price: (b) => b.payment.amount },
  dates: { 'payment.deadline': (b) => b.placedAt },
  roles: { booker: (b) => b.booker },
  items: {
    sessions: { key: (s) => s.no, dates: { 'service.start': (s) => s.startsAt }, roles: { participant: (s) => s.participant } },
    vouchers: { of: (b: { readonly no: string }) => [{ code: b.no }], key: (v) => v.code },
  },
});

export const model: LifecycleModel = booking.model;

/** Rows as a table has them; `rules('a', 'b')` for rules that only need a name. */
export function row(name: string, rule: Partial<RuleRow['rule']> = {}): RuleRow {
  return { name, rule: { on: 'order.processing', by: ['sms'], ...rule } };
}

/** A set in English, with one more part of a definition. */
export function aSet(
  templates: LocaleTemplates['templates'],
  more: Partial<LocaleTemplates> = {},
  rest: Partial<TemplateSetDefinition> = {},
): TemplateSet {
  return { lifecycle: 'booking', defaultLocale: 'en', locales: { en: { templates, ...more } }, ...rest };
}

/** The check of one SMS, for a rule without `each` that waits for `order.processing`. */
export function checkSms(
  source: string,
  rule: Partial<RuleRow['rule']> = {},
  more: Partial<LocaleTemplates> = {},
): TemplateCheck {
  return checkTemplates(model, [row('notice', rule)], aSet({ notice: { sms: source } }, more));
}

/** Code, place and message of every problem of a set that may be anything. */
export function found(set: unknown, rows = [row('notice')]): readonly string[] {
  const { problems } = checkTemplates(model, rows, set as TemplateSet); // sets from outside are not of this type; that is the point
  return problems.map(({ code, place, message }) => `${code} | ${place.replace("templates 'booking'", '*')} | ${message}`);
}

/** The messages of a check. */
export function messages(check: TemplateCheck): readonly string[] {
  return check.problems.map(({ message }) => message);
}

export const data = {
  no: 'B-1',
  orderStatus: 'processing',
  placedAt: new Date('2026-03-03T07:00:00Z'),
  booker: { id: 'u1', name: 'Ann & Bob', email: 'ann@example.com' },
  shop: { name: '小屋 <Studio>', timeZone: 'Asia/Taipei', url: 'https://studio.example/?a=1&b=2' },
  payment: { amount: 1200, currency: 'TWD' },
  sessions: [
    { no: 'S1', service: 'Yoga', startsAt: new Date('2026-03-05T02:00:00Z'), participant: { name: 'Ann' } },
    { no: 'S2', service: 'Pilates', startsAt: new Date('2026-03-06T02:00:00Z'), participant: { name: 'Cid' } },
  ],
  tags: ['new', 'vip'],
};

/** A request for one message, in English and for Taipei unless said otherwise. */
export function aRequest(more: Partial<SetRequest> = {}, extra: Partial<SetRequest['extra']> = {}): SetRequest {
  return {
    lifecycle: 'booking',
    template: 'notice',
    channel: 'sms',
    locales: ['en'],
    timeZone: 'Asia/Taipei',
    data,
    extra: {
      item: undefined,
      recipient: { name: 'Ann' },
      payload: undefined,
      due: { at: new Date('2026-03-03T02:00:00Z'), day: '2026-03-03' },
      rule: { name: 'notice' },
      ...extra,
    },
    ...more,
  };
}

/** What one SMS reads, in a language and zone. */
export function sms(source: string, more: Partial<SetRequest> = {}, locale = 'en'): string {
  const set: TemplateSet = {
    lifecycle: 'booking',
    defaultLocale: locale,
    locales: { [locale]: { templates: { notice: { sms: source } } } },
  };
  return textOf(createRenderer([set]).render(aRequest({ locales: [locale], ...more })));
}

/** The text of what was rendered; fails the test for anything but a message. */
export function textOf(rendered: Rendered): string {
  if (rendered.kind !== 'message') throw new Error(`expected a message, got '${rendered.kind}'`);
  return rendered.text;
}
