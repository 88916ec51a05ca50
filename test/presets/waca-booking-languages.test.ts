import { describe, expect, it } from 'vitest';
import { type BookingInput, wacaBooking, wacaBookingLocales } from '../../src/presets/waca-booking/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { readAppointment } from '../templates/calendar/reading.js';
import { rendered, texts } from './waca-booking-rendering.js';
import { aBooking, ann, aSession, mei } from './waca-booking-samples.js';

const mail = (rule: string, booking?: BookingInput) => rendered(rule, 'email', 'ru', booking && { booking }).text;

describe('Russian texts of waca-booking', () => {
  it('name the last day of payment with its weekday, to its end', () => {
    expect(mail('payment-reminder')).toContain('до конца дня 5 марта 2026 г. (четверг).');
    expect(mail('order-placed')).toContain('Срок: до 23:59, 5 марта 2026 г. (четверг)');
  });

  it.each([
    [{ amount: 1_234_567, currency: 'RUB' }, 'Итого: 1 234 567 ₽'],
    [{ amount: 1_234.5, currency: 'RUB' }, 'Итого: 1 234,50 ₽'],
    [{ amount: 2_400, currency: 'TWD' }, 'Итого: 2 400 NT$'],
  ])('write money as Russians do: %j', (payment, expected) => {
    expect(mail('order-placed', aBooking({ payment }))).toContain(expected);
  });

  it.each([
    [1, 'на 1 сообщение внутри'],
    [3, 'на 3 сообщения внутри'],
    [11, 'на 11 сообщений внутри'],
    [42, 'на 42 сообщения внутри'],
    [49, 'на 49 сообщений внутри'],
  ])('count %i messages that are left', (messagesLeft, expected) => {
    const payload = { channel: 'sms', messagesLeft, line: 50 };
    expect(rendered('credits-low', 'email', 'ru', { payload }).text).toContain(expected);
  });

  it('say when a visit is, long in a mail and short in an SMS', () => {
    expect(mail('pre-visit')).toContain('Когда: 14 марта 2026 г. (суббота), 14:00');
    expect(rendered('pre-visit', 'sms', 'ru').text).toContain('сб, 14.03.2026 в 14:00.');
  });

  it('say what becomes of the money', () => {
    const cancelled = (paymentStatus: BookingInput['paymentStatus']) =>
      mail('order-cancelled', aBooking({ orderStatus: 'cancelled', paymentStatus }));
    expect(cancelled('unpaid')).toContain('Деньги мы не списывали');
    expect(cancelled('refunded')).toContain('Мы вернули вам 2 400 NT$.');
    expect(cancelled('paid')).toContain('О возврате');
  });

  it('invite in Russian', async () => {
    const { lifecycles, rules, templates } = wacaBooking();
    const start = { start: '2026-03-02T11:00', timeZone: 'Asia/Taipei' };
    const shop = createTestNotifier({ rules: [rules.booking], templates: [templates.booking], ...start });
    const session = aSession({ participant: { ...mei, locale: 'ru' } });
    await shop.handleTransition(lifecycles.booking, { created: aBooking({ sessions: [session] }) });
    await shop.handleTransition(lifecycles.booking, { subject: aBooking().no, event: 'order.acceptAll' });
    await shop.advanceBy({ minutes: 1 });
    const [voucher] = shop.transports.email.messages.filter(({ rule }) => rule === 'booking-voucher');
    const { value } = readAppointment(voucher?.calendar?.[0]?.content ?? '');
    expect(value('description')).toBe('Заказ: WB20260302-0042\nСеанс: S1\nКоличество: 2\nТелефон: 02-2345-6789');
  });
});

describe('titles of waca-booking', () => {
  it.each(wacaBookingLocales)('say in %s what each message is about', (locale) => {
    const { templates } = wacaBooking();
    const titles = texts.map(({ lifecycle, rule }) => templates[lifecycle].title?.(rule, [locale]));
    expect(titles.filter((title) => title === undefined)).toEqual([]);
    expect(new Set(titles).size).toBe(new Set(texts.map(({ rule }) => rule)).size);
  });

  it('are what customers see of their messages, in the language of the subject or the one that is asked for', async () => {
    const { lifecycles, rules, templates } = wacaBooking();
    const start = { start: '2026-03-02T11:00', timeZone: 'Asia/Taipei' };
    const shop = createTestNotifier({ rules: [rules.booking], templates: [templates.booking], ...start });
    const { no, ...booking } = aBooking({ booker: ann, sessions: [aSession({ status: 'pending' })] });
    await shop.handleTransition(lifecycles.booking, { created: { no, ...booking } });
    await shop.advanceBy({ minutes: 1 });
    const titlesIn = async (locale?: string) => {
      const shown = await shop.customerHistory(lifecycles.booking, no, { roles: ['booker'], ...(locale && { locale }) });
      return shown.map(({ title }) => title);
    };
    expect(await titlesIn()).toEqual(['收到您的預約', '收到您的預約']);
    expect(await titlesIn('en')).toEqual(['Order received', 'Order received']);
    expect(await titlesIn('ru')).toEqual(['Заказ принят', 'Заказ принят']);
  });
});
