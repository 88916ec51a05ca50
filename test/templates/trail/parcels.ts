/**
 * A parcel whose stages are told, to be varied by each test.
 */
import { z } from 'zod';
import { defineLifecycle, type Lifecycle } from '../../../src/core/lifecycle.js';
import { defineMachine } from '../../../src/core/machine.js';
import { type DefinedTemplates, defineTemplates } from '../../../src/templates/define-templates.js';
import type { Rendered } from '../../../src/templates/engine.js';
import type { LocaleTemplates } from '../../../src/templates/template-set.js';
import type { TrailsOf } from '../../../src/templates/trail/trail-definition.js';

const route = defineMachine(
  {
    new: { pay: 'paid', pack: 'packed', lose: 'lost', cancel: 'cancelled' },
    paid: { pack: 'packed', cancel: 'cancelled' },
    packed: { wrap: 'wrapped' },
    wrapped: { hand: 'moving' },
    moving: { arrive: 'waiting' },
    waiting: { give: 'given' },
    given: { back: 'new' },
    lost: {},
    cancelled: {},
  },
  {
    groups: { over: ['lost', 'cancelled'], abroad: (state) => state.startsWith('abroad-') },
    unknown: 'ignore',
  },
);

export const parcel = defineLifecycle('parcel', {
  schema: z.object({
    no: z.string(),
    status: z.string(),
    had: z.array(z.string()).optional(),
    log: z.array(z.object({ status: z.string() })).optional(),
    pickup: z.boolean().default(false),
  }),
  key: (p) => p.no,
  timeZone: 'UTC',
  machines: { route },
  states: { route: 'status' },
  roles: { receiver: () => ({ name: 'Ann', email: 'ann@example.com' }) },
  conditions: { 'is brought': (p) => !p.pickup },
});

export type ParcelTrails = typeof parcel extends Lifecycle<infer S> ? TrailsOf<S> : never;

/** Six stages, of which one has several states and one is only there for parcels that are brought. */
export const trails = {
  route: {
    stages: [
      'new',
      'paid',
      { name: 'packing', states: ['packed', 'wrapped'] },
      { name: 'moving', states: ['moving', 'abroad'], if: 'is brought' },
      'waiting',
      'given',
    ],
    hidden: ['over'],
    visited: 'had',
  },
} satisfies ParcelTrails;

export const labels = {
  route: { new: 'New', paid: 'Paid', packing: 'Packing & wrapping', moving: 'On its way', waiting: 'Waiting', given: 'Given' },
};

/** The templates of one text; `more` is added to English. */
export function templates(sms: string, more: Partial<LocaleTemplates> = {}, own: ParcelTrails = trails): DefinedTemplates {
  const english: LocaleTemplates = { templates: { notice: { sms } }, trails: labels, ...more };
  return defineTemplates(parcel, { defaultLocale: 'en', locales: { en: english }, trails: own });
}

/** One message of a set. */
export function rendered(
  set: DefinedTemplates,
  subject: object,
  channel = 'sms',
  locale = 'en',
): Rendered & { readonly text?: string; readonly html?: string | undefined } {
  return set.render({
    template: 'notice',
    channel,
    locales: [locale],
    timeZone: 'UTC',
    data: { no: 'P-1', pickup: false, ...subject },
    extra: {
      item: undefined,
      recipient: { name: 'Ann' },
      payload: undefined,
      due: { at: new Date('2026-03-03T02:00:00Z'), day: '2026-03-03' },
      rule: { name: 'notice' },
    },
  });
}
