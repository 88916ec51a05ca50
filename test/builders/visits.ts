/** Visits to a spa with two branches: what the tests of operating a notifier tell their stories with. */
import { z } from 'zod';
import { type MemoryStore, type MemoryTransaction, memory } from '../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { RuleTable } from '../../src/core/table.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { NotifierOptions, Several } from '../../src/runtime/options.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { LocaleTemplates } from '../../src/templates/template-set.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';

const contact = z.object({ id: z.string(), name: z.string(), email: z.string().optional(), phone: z.string().optional() });
const schema = z.object({
  no: z.string(),
  branch: z.string(),
  status: z.enum(['booked', 'confirmed', 'cancelled']),
  start: z.date().nullable(),
  room: z.string(),
  guest: contact.nullable(),
  companions: z.array(z.object({ no: z.string(), who: contact })),
});

export type Visit = z.output<typeof schema>;

/** The lifecycle as it is today; `conditions` may be others than yesterday. */
export function visitLifecycle<Condition extends string = never>(
  conditions: { readonly [C in Condition]: (visit: Visit) => boolean } = {} as never,
) {
  return defineLifecycle('visit', {
    schema,
    key: (v) => v.no,
    timeZone: 'UTC',
    site: (v) => v.branch,
    machines: {
      visit: defineMachine({
        booked: { confirm: 'confirmed', cancel: 'cancelled' },
        confirmed: { cancel: 'cancelled' },
        cancelled: {},
      }),
    },
    states: { visit: 'status' },
    payloads: { 'visit.cancel': z.object({ reason: z.string() }) },
    facts: { 'code.asked': z.object({ code: z.string() }) },
    dates: { 'visit.start': (v) => v.start },
    roles: { guest: (v) => v.guest },
    conditions,
    items: { companions: { key: (c) => c.no, roles: { companion: (c) => c.who } } },
  });
}

export const visit = visitLifecycle({ 'in the garden': (v) => v.room === 'garden' });

const desk = { id: 'desk', name: 'Desk', email: 'desk@example.com' };

export const visitRules = visit.rules({
  confirmed: { on: 'visit.confirmed', to: 'guest', by: ['email'] },
  'companion-confirmed': { each: 'companions', on: 'visit.confirmed', to: 'companion', by: ['sms'] },
  'desk-told': { on: 'visit.confirmed', to: desk, by: ['email'] },
  cancelled: { on: 'visit.cancelled', to: 'guest', by: ['email'] },
  code: { on: 'code.asked', to: 'guest', by: ['sms'] },
  reminder: {
    due: { before: 'visit.start', days: 1, at: '10:00' },
    while: { visit: ['booked', 'confirmed'] },
    to: 'guest',
    by: ['sms'],
  },
  prepare: { due: { before: 'visit.start', hours: 1 }, while: { visit: 'confirmed' }, signal: 'prepare' },
});

/** A visit to the hill branch that was booked for Thursday 5 March 2026 at 15:00. */
export function aVisit(changes: Partial<Visit> = {}): Visit {
  return {
    no: 'V-1',
    branch: 'hill',
    status: 'booked',
    start: new Date('2026-03-05T15:00:00Z'),
    room: 'sauna',
    guest: { id: 'G-1', name: 'Gina', email: 'gina@example.com', phone: '+15550101' },
    companions: [{ no: 'C-1', who: { id: 'G-2', name: 'Carl', phone: '+15550102' } }],
    ...changes,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: as in the sources, a constraint position.
type Table = RuleTable<any, any>;

export interface SpaParts
  extends Partial<
    Omit<NotifierOptions<Several<Table>, MemoryTransaction>, 'rules' | 'clock' | 'store' | 'templates' | 'transports'>
  > {
  readonly rules?: Table;
  readonly texts?: LocaleTemplates['templates'];
  /** By language. */
  readonly titles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Those of another notifier: the same database, after a deployment. */
  readonly clock?: FakeClock;
  readonly store?: MemoryStore;
}

/** A notifier of the spa. Its clock shows noon of Monday 2 March 2026. Each rule's text is its name, unless `texts` says otherwise. */
export function aSpa({
  rules = visitRules,
  texts = {},
  titles = {},
  clock = fakeClock('2026-03-02T12:00'),
  store = memory(),
  ...options
}: SpaParts = {}) {
  const email = recording<EmailMessage>('smtp');
  const sms = recording('gateway');
  const lines: string[] = [];
  const errors: unknown[] = [];
  const plain = Object.fromEntries(
    [...Object.keys(rules.rows), ...Object.keys(visitRules.rows), 'note', 'old', 'fresh'].map((name) => [
      name,
      { email: { subject: name, text: name }, sms: name },
    ]),
  );
  const templates = { ...plain, code: { sms: 'Code {{payload.code}}' }, ...texts };
  const locales: Record<string, LocaleTemplates> = { en: { templates } };
  for (const [tag, own] of Object.entries(titles)) locales[tag] = { templates: locales[tag]?.templates ?? {}, titles: own };
  const notifier = createNotifier({
    signals: { visit: { prepare: () => undefined } },
    ...options,
    rules: [rules],
    templates: [defineTemplates(visit, { defaultLocale: 'en', locales })],
    transports: { email, sms },
    store,
    clock,
  });
  notifier.on('error', ({ error }) => errors.push(error));
  for (const event of ['sent', 'skipped', 'withdrawn', 'retry', 'failed', 'unknown', 'signal'] as const) {
    notifier.on(event, ({ at, job, code }) => {
      const when = at.toISOString().slice(5, 16).replace('T', ' ');
      lines.push([when, event, job.rule, job.recipientName, code].filter((part) => part !== undefined).join(' '));
    });
  }
  const advanceTo = async (instant: string) => {
    await clock.advanceTo(instant);
    await notifier.tick();
  };
  return { notifier, clock, store, email, sms, lines, errors, advanceTo };
}
