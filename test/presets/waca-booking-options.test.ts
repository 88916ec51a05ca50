import { describe, expect, it } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { type WacaBookingOptions, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { settle } from '../../src/presets/waca-booking/settings.js';

function problemsOf(options: unknown): { code: string; place: string; message: string }[] {
  try {
    settle(options);
  } catch (error) {
    if (error instanceof OrderbellError) {
      expect(error.code).toBe('invalid-argument');
      return [...error.problems];
    }
    throw error;
  }
  return [];
}

describe('settings of waca-booking', () => {
  it('remind on N+2, by barcode on N+3, and have the deadline on the day after', () => {
    const { reminderDay, deadlineDay } = settle(undefined);
    expect(reminderDay).toEqual({ 'bank-transfer': 2, 'paynow-atm': 2, 'cvs-barcode': 3, ibon: 2, famiport: 2 });
    expect(deadlineDay).toEqual({ 'bank-transfer': 3, 'paynow-atm': 3, 'cvs-barcode': 4, ibon: 3, famiport: 3 });
  });

  it('have the documented times and numbers by default', () => {
    expect(settle({})).toMatchObject({
      reminderAt: '10:00',
      preVisitDays: 2,
      preVisitAt: '10:00',
      sessionMinutes: 60,
      couponAt: '15:00',
      couponExpiryDays: 7,
      smsEnabled: true,
    });
  });

  it('move the deadline with the reminder', () => {
    const { reminderDay, deadlineDay } = settle({ reminderDay: { ibon: 4 } });
    expect([reminderDay.ibon, deadlineDay.ibon]).toEqual([4, 5]);
  });

  it('move the reminder to the day before a deadline that is given alone', () => {
    const { reminderDay, deadlineDay } = settle({ deadlineDay: { 'bank-transfer': 2 } });
    expect([reminderDay['bank-transfer'], deadlineDay['bank-transfer']]).toEqual([1, 2]);
  });

  it('keep both days where both are given', () => {
    const { reminderDay, deadlineDay } = settle({ reminderDay: { famiport: 1 }, deadlineDay: { famiport: 6 } });
    expect([reminderDay.famiport, deadlineDay.famiport]).toEqual([1, 6]);
  });

  it('change only the methods that a partial map names', () => {
    const changed = settle({ reminderDay: { ibon: 4 }, deadlineDay: { famiport: 9 } });
    const others = ['bank-transfer', 'paynow-atm', 'cvs-barcode'] as const;
    for (const method of others) {
      expect([changed.reminderDay[method], changed.deadlineDay[method]]).toEqual([
        settle({}).reminderDay[method],
        settle({}).deadlineDay[method],
      ]);
    }
  });

  it('refuse a deadline that is not after the reminder', () => {
    expect(problemsOf({ reminderDay: { ibon: 3 }, deadlineDay: { ibon: 3 } })).toEqual([
      {
        code: 'invalid-value',
        place: 'options.deadlineDay.ibon',
        message:
          'the deadline, N+3, is not after the reminder, N+3. Give a later deadline, or leave out reminderDay to be reminded on the day before.',
      },
    ]);
  });

  it('name the nearest option for one that does not exist', () => {
    expect(problemsOf({ remindrAt: '09:00' })).toEqual([
      {
        code: 'unknown-option',
        place: 'options.remindrAt',
        message:
          "unknown option 'remindrAt'. Did you mean 'reminderAt'? Known: reminderDay, deadlineDay, reminderAt, preVisitDays, preVisitAt, sessionMinutes, couponAt, couponExpiryDays, smsEnabled.",
      },
    ]);
  });

  it('name the nearest payment method for one that does not exist', () => {
    expect(problemsOf({ reminderDay: { famiprot: 2 } })).toEqual([
      {
        code: 'unknown-option',
        place: 'options.reminderDay.famiprot',
        message:
          "unknown payment method 'famiprot'. Did you mean 'famiport'? Known: bank-transfer, paynow-atm, cvs-barcode, ibon, famiport.",
      },
    ]);
  });

  it.each(['card', 'on-site'])('say that %s has no deadline', (method) => {
    const [problem] = problemsOf({ deadlineDay: { [method]: 2 } });
    expect(problem).toMatchObject({
      code: 'unknown-option',
      message: expect.stringContaining(`'${method}' has neither reminder nor deadline.`),
    });
  });

  it.each(['9:00', '24:00', '10:00:30', '10.30', 'noon', 1000])('refuse %j as a time of day, naming it', (time) => {
    const [problem] = problemsOf({ preVisitAt: time });
    expect(problem).toMatchObject({
      code: 'invalid-value',
      place: 'options.preVisitAt',
      message: expect.stringContaining(String(time)),
    });
  });

  it.each([-1, 1.5, '2', Number.NaN, 1000, null])('refuse %j as a number of days', (days) => {
    expect(problemsOf({ preVisitDays: days })).toMatchObject([{ code: 'invalid-value', place: 'options.preVisitDays' }]);
  });

  it('refuse a deadline on the day of the order, which nothing could remind of', () => {
    expect(problemsOf({ deadlineDay: { ibon: 0 } })).toMatchObject([
      { code: 'invalid-value', place: 'options.deadlineDay.ibon' },
    ]);
  });

  it.each([null, [], 'reminderAt', 7])('refuse %j instead of an object', (options) => {
    expect(problemsOf(options)).toMatchObject([{ code: 'invalid-value', place: 'options' }]);
  });

  it('report all mistakes at once', () => {
    const options = {
      smsEnabld: true,
      reminderAt: '25:00',
      couponExpiryDays: 0,
      smsEnabled: 'yes',
      reminderDay: { ibn: 2, ibon: 5 },
      deadlineDay: { ibon: 4, famiport: 2.5 },
    };
    expect(
      problemsOf(options)
        .map(({ place }) => place)
        .sort(),
    ).toEqual([
      'options.couponExpiryDays',
      'options.deadlineDay.famiport',
      'options.deadlineDay.ibon',
      'options.reminderAt',
      'options.reminderDay.ibn',
      'options.smsEnabld',
      'options.smsEnabled',
    ]);
  });

  it('are checked when the preset is made', () => {
    expect(() => wacaBooking({ couponAt: '15:60' })).toThrow(OrderbellError);
  });

  it('allow options that are left undefined', () => {
    expect(settle({ reminderAt: undefined, reminderDay: { ibon: undefined } })).toEqual(settle({}));
  });

  it('misspelt are compile errors', () => {
    // @ts-expect-error 'remindAt' is not an option
    const misspelt: WacaBookingOptions = { remindAt: '09:00' };
    // @ts-expect-error a card payment has no deadline
    const card: WacaBookingOptions = { deadlineDay: { card: 2 } };
    expect([misspelt, card].map((options) => problemsOf(options).length)).toEqual([1, 1]);
  });
});

describe('the SMS switch of waca-booking', () => {
  it('is that of the shop, unless SMS is switched off for all', () => {
    const on = { shop: { smsEnabled: true } };
    const off = { shop: { smsEnabled: false } };
    expect([wacaBooking().enabled.sms(on), wacaBooking().enabled.sms(off)]).toEqual([true, false]);
    expect([wacaBooking({ smsEnabled: true }).enabled.sms(on), wacaBooking({ smsEnabled: true }).enabled.sms(off)]).toEqual([
      true,
      false,
    ]);
    expect([wacaBooking({ smsEnabled: false }).enabled.sms(on), wacaBooking({ smsEnabled: false }).enabled.sms(off)]).toEqual([
      false,
      false,
    ]);
  });
});
