/** Trails over the lifecycles of other presets: with two machines, and with stages that several states make up. */
import { expect, test } from 'vitest';
import { b2cpl } from '../../src/presets/b2cpl/index.js';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { trailPartials } from '../../src/templates/trail/trail-partials.js';
import { anOrder } from './b2cpl-samples.js';
import { aBooking } from './waca-booking-samples.js';

const words = { passed: 'done', current: 'now', later: 'to come', skipped: 'left out' };

test('a booking has one for its order and one for its payment, each with partials of its own', () => {
  const { lifecycles } = wacaBooking();
  const order = trailPartials(words, { machine: 'order' });
  const payment = trailPartials(words, { machine: 'payment' });
  const templates = defineTemplates(lifecycles.booking, {
    defaultLocale: 'en',
    trails: {
      order: { stages: ['processing', 'accepting', 'accepted'], hidden: ['failed', 'cancelled'] },
      payment: { stages: ['unpaid', 'paid'], hidden: ['refunded'] },
    },
    locales: {
      en: {
        templates: { notice: { line: '{{> order}}\n--\n{{> payment}}' } },
        partials: { order: order.trailText, payment: payment.trailText },
        trails: {
          order: { processing: 'Received', accepting: 'Confirmed in part', accepted: 'Confirmed' },
          payment: { unpaid: 'Not paid', paid: 'Paid' },
        },
      },
    },
  });
  expect(templates.check(lifecycles.booking.model, []).problems).toEqual([]);
  const data = lifecycles.booking.model.schema.parse(aBooking({ orderStatus: 'accepting', paymentStatus: 'paid' }));
  const due = { at: new Date('2026-03-04T02:00:00Z'), day: '2026-03-04' };
  const extra = { item: undefined, recipient: {}, payload: undefined, due, rule: { name: 'notice' } };
  const request = { template: 'notice', channel: 'line', locales: ['en'], timeZone: 'Asia/Taipei', data, extra };
  expect(templates.render(request)).toMatchObject({
    text: '✓ Received (done)\n● Confirmed in part (now)\n○ Confirmed (to come)\n--\n✓ Not paid (done)\n● Paid (now)',
  });
});

test('an order that a carrier brings has one with states of carrier and shop in one stage', () => {
  const { lifecycles } = b2cpl();
  const templates = defineTemplates(lifecycles.order, {
    defaultLocale: 'ru',
    trails: {
      order: {
        stages: [
          'placed',
          { name: 'on its way', states: ['handedOver', 'arrived'] },
          { name: 'here', states: ['withCourier', 'atPickupPoint'] },
          'delivered',
        ],
        hidden: ['sentBack', 'cancelled'],
      },
    },
    locales: {
      ru: {
        templates: {},
        trails: { order: { placed: 'Принят', 'on its way': 'В пути', here: 'Рядом с вами', delivered: 'Вручён' } },
      },
    },
  });
  expect(templates.check(lifecycles.order.model, []).problems).toEqual([]);
  const trailOf = (status: 'arrived' | 'atPickupPoint' | 'sentBack') => {
    const { data } = lifecycles.order.model.schema.safeParse(anOrder({ status }));
    // What the schema yields is the subject.
    return templates
      .trail(data as Parameters<typeof templates.trail>[0])
      ?.map(({ label, status: where }) => `${label}: ${where}`);
  };
  expect(trailOf('arrived')).toEqual(['Принят: passed', 'В пути: current', 'Рядом с вами: later', 'Вручён: later']);
  expect(trailOf('atPickupPoint')?.at(2)).toBe('Рядом с вами: current');
  expect(trailOf('sentBack')).toBeUndefined();
});
