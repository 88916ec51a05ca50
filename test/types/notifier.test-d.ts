/** What the compiler promises about notifiers and changes. Checked by `tsc`. */
import { expectTypeOf } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { Notifier } from '../../src/runtime/notifier.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, type Booking, booking, bookingRules } from '../builders/booking.js';
import { bookingTemplates } from '../builders/studio.js';

const parts = {
  rules: [bookingRules],
  templates: [bookingTemplates],
  transports: { email: recording<EmailMessage>(), sms: recording() },
  store: memory(),
  signals: { booking: { 'order.fail': (subject: Booking) => subject.no } },
} as const;

createNotifier(parts);
createNotifier({ ...parts, rules: { booking: bookingRules }, load: { booking: async () => aBooking() } });
createNotifier({ ...parts, transports: { email: [recording<EmailMessage>(), recording()], sms: recording() } });
createNotifier({ ...parts, rules: [booking.rulesFromJson({})], transports: { anything: recording() } });

// Functions that are written in place know their parameters.
createNotifier({
  ...parts,
  signals: { booking: { 'order.fail': async (subject, { key }) => `${subject.no} ${key}` } },
  load: { booking: async (key) => aBooking({ no: key.trim() }) },
  enabled: { sms: (subject) => subject.sms },
});

// @ts-expect-error the rules send by sms, too
createNotifier({ ...parts, transports: { email: recording<EmailMessage>() } });
// @ts-expect-error a transport for e-mail needs a subject line, which a text channel does not have
createNotifier({ ...parts, transports: { email: recording<EmailMessage>(), sms: recording<EmailMessage>() } });
// @ts-expect-error no rule sends by fax
createNotifier({ ...parts, enabled: { fax: () => true } });
// @ts-expect-error the notifier has no rules for coupons
createNotifier({ ...parts, load: { coupon: async () => null } });
// @ts-expect-error not a booking
createNotifier({ ...parts, load: { booking: async () => ({ no: 1 }) } });

declare const notifier: Notifier;
const subject = aBooking();
void notifier.handleTransition(booking, { subject, event: 'order.cancel', payload: { reason: 'ill' } });
void notifier.handleTransition(booking, { subject, event: 'order.cancel' });
void notifier.handleTransition(booking, { subject: 'B-1', fact: 'partner.assigned', payload: { session: 'S-1' } });

// @ts-expect-error the machine has no such event
void notifier.handleTransition(booking, { subject, event: 'order.cancle' });
// @ts-expect-error the payload has no such property
void notifier.handleTransition(booking, { subject, event: 'order.cancel', payload: { reson: 'ill' } });
// @ts-expect-error the event carries nothing
void notifier.handleTransition(booking, { subject, event: 'payment.pay', payload: { reason: 'ill' } });
// @ts-expect-error the fact needs its payload
void notifier.handleTransition(booking, { subject, fact: 'partner.assigned' });
// @ts-expect-error the lifecycle has no such fact
void notifier.handleTransition(booking, { subject, fact: 'partner.asigned', payload: { session: 'S-1' } });
// @ts-expect-error not a booking
void notifier.handleTransition(booking, { created: { no: 'B-1' } });
// @ts-expect-error a move needs both sides
void notifier.handleTransition(booking, { after: subject });
// @ts-expect-error the lifecycle has no such role
void notifier.send(booking, subject, { template: 'note', to: 'boker', by: ['email'] });
// @ts-expect-error there is no such event to listen to
notifier.on('snet', () => undefined);
// @ts-expect-error a store without transactions takes none
void notifier.handleTransition(booking, { created: subject }, { tx: {} });

const result = await notifier.handleTransition(booking, { created: subject });
// @ts-expect-error a refusal has no subject: look at `ok` first
result.subject;
if (result.ok) {
  expectTypeOf(result.subject).toEqualTypeOf<Booking>();
  expectTypeOf(result.states).toEqualTypeOf<{
    readonly order: 'processing' | 'accepting' | 'accepted' | 'failed' | 'cancelled';
    readonly payment: 'unpaid' | 'paid' | 'refunded';
  }>();
} else expectTypeOf(result.allowed).toEqualTypeOf<readonly string[]>();

// Credits are counted by the channels of the rules; the store's transaction is that of a top-up.
const paid = createNotifier({ ...parts, credits: { sms: { isDomestic: ({ address }) => address.startsWith('+886') } } });
paid.on('lowCredit', (event) => expectTypeOf(event.messagesLeft).toEqualTypeOf<number>());
void paid.credits.topUp('S-1', { points: 10, key: 'k' });
// @ts-expect-error no rule sends by fax
createNotifier({ ...parts, credits: { fax: {} } });
// @ts-expect-error a price says what it is paid from
createNotifier({ ...parts, credits: { sms: { prices: { smartdove: { domestic: 1, international: 3 } } } } });
// @ts-expect-error a top-up has a key: it may be told twice
void paid.credits.topUp('S-1', { points: 10 });
// @ts-expect-error that is no transaction of this store
void paid.credits.topUp('S-1', { points: 10, key: 'k', tx: 'BEGIN' });
