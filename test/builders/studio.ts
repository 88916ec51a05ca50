/** A whole notifier for the booking shop of `booking.ts`: memory store, fake clock, recording transports, a line for each event. */
import { type MemoryTransaction, memory } from '../../src/adapters/memory/index.js';
import { isoWithOffset } from '../../src/core/calendar.js';
import type { RuleTable } from '../../src/core/table.js';
import type { Store } from '../../src/ports/store.js';
import type { EmailMessage, Transport, TransportLimits } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { NotifierOptions, Several } from '../../src/runtime/options.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';
import { type Booking, booking, bookingRules } from './booking.js';

const names = [...Object.keys(bookingRules.rows), 'note'];
const texts = Object.fromEntries(
  names.map((name) => [
    name,
    { email: { subject: `${name} {{no}}`, text: `Hello {{recipient.name}}, ${name} for {{no}}` }, sms: `${name} {{no}}` },
  ]),
);

export const bookingTemplates = defineTemplates(booking, { defaultLocale: 'en', locales: { en: { templates: texts } } });

// biome-ignore lint/suspicious/noExplicitAny: tables of the tests differ in rows and channels.
type Table = RuleTable<any, any>;

export interface StudioOptions
  extends Partial<Omit<NotifierOptions<Several<Table>, MemoryTransaction>, 'rules' | 'transports' | 'store'>> {
  readonly rules?: Table;
  readonly start?: string;
  readonly wrap?: (store: Store<MemoryTransaction>) => Store<MemoryTransaction>;
  /** What the e-mail provider bears. */
  readonly emailLimits?: TransportLimits;
  /** Tried when the e-mail provider fails. */
  readonly spare?: Transport<EmailMessage>;
}

/** `signals` apply nothing unless given: `order.fail` is only noted. */
export function studio({
  rules = bookingRules,
  start = '2026-03-01T11:00',
  wrap = (store) => store,
  emailLimits,
  spare,
  ...options
}: StudioOptions = {}) {
  const clock = fakeClock(start, { timeZone: 'Asia/Taipei' });
  const email = Object.assign(recording<EmailMessage>('smtp'), { limits: emailLimits });
  const sms = recording('gateway');
  const store = memory();
  const lines: string[] = [];
  const signalled: string[] = [];
  const notifier = createNotifier({
    templates: [bookingTemplates],
    clock,
    signals: { booking: { 'order.fail': (subject: Booking) => signalled.push(subject.no) } },
    ...options,
    rules: [rules],
    transports: { email: spare === undefined ? email : [email, spare], sms },
    store: wrap(store),
  });
  for (const event of ['sent', 'skipped', 'withdrawn', 'retry', 'failed', 'unknown', 'signal'] as const) {
    notifier.on(event, ({ at, job, channel, code }) => {
      const when = isoWithOffset(at.getTime(), 'Asia/Taipei').slice(5, 16).replace('T', ' ');
      lines.push([when, event, job.rule, job.recipientName, channel, code].filter((part) => part !== undefined).join(' '));
    });
  }
  const advanceTo = async (instant: string) => {
    for (;;) {
      const target = fakeClock(instant, { timeZone: 'Asia/Taipei' }).now().getTime();
      await notifier.tick();
      const next = await store.nextRunAt();
      if (next === undefined || next > target) {
        await clock.advanceTo(instant);
        await notifier.tick();
        return;
      }
      await clock.advanceTo(new Date(Math.max(next, clock.now().getTime())));
    }
  };
  return { notifier, clock, email, sms, store, lines, signalled, advanceTo };
}

/** A store some of whose methods are others. */
export function storeWith(store: Store<MemoryTransaction>, methods: Partial<Store<MemoryTransaction>>): Store<MemoryTransaction> {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(Object.hasOwn(methods, name) ? methods : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Has a transport throw for as long as `isDown` says so. */
export function outage(transport: Pick<Transport<EmailMessage>, 'send'>, isDown: () => boolean, error: () => unknown): void {
  const answer = transport.send;
  Object.assign(transport, {
    send: async (message: EmailMessage) => {
      if (isDown()) throw error();
      return answer(message);
    },
  });
}
