import { describe, expect, it } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { type B2cplOptions, b2cpl } from '../../src/presets/b2cpl/index.js';
import { dividedStages, settle } from '../../src/presets/b2cpl/settings.js';

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

describe('settings of b2cpl', () => {
  it('give the carrier the stages from the arrival on, and the collection of a return (5.1)', () => {
    expect(settle(undefined)).toEqual({
      stages: {
        handedOver: 'shop',
        arrived: 'carrier',
        withCourier: 'carrier',
        atPickupPoint: 'carrier',
        courierBooked: 'carrier',
        onTheWay: 'carrier',
      },
      informs: 'both',
      deliveryDayAt: '08:00',
      callAfterDays: 1,
      callAt: '11:00',
      pickupReminderDays: 1,
      pickupReminderAt: '12:00',
      smsEnabled: true,
    });
  });

  it('change only the stages that a map names (5.1)', () => {
    const { stages } = settle({ stages: { arrived: 'shop', onTheWay: undefined } });
    expect(stages).toEqual({ ...settle({}).stages, arrived: 'shop' });
  });

  it('allow options that are left undefined', () => {
    expect(settle({ informs: undefined, deliveryDayAt: undefined, stages: undefined })).toEqual(settle({}));
  });

  it('name the nearest option and stage for those that do not exist', () => {
    expect(problemsOf({ inform: 'shop', stages: { arived: 'shop' } })).toEqual([
      {
        code: 'unknown-option',
        place: 'options.stages.arived',
        message: `unknown stage 'arived'. Did you mean 'arrived'? Known: ${dividedStages.join(', ')}.`,
      },
      {
        code: 'unknown-option',
        place: 'options.inform',
        message:
          "unknown option 'inform'. Did you mean 'informs'? Known: stages, informs, deliveryDayAt, callAfterDays, callAt, pickupReminderDays, pickupReminderAt, smsEnabled.",
      },
    ]);
  });

  it.each(['placed', 'delivered', 'requested', 'refunded'])('say that %s is always the stage of the shop', (stage) => {
    expect(problemsOf({ stages: { [stage]: 'carrier' } })).toEqual([
      {
        code: 'unknown-option',
        place: `options.stages.${stage}`,
        message: `'${stage}' is always the shop's. Known: ${dividedStages.join(', ')}.`,
      },
    ]);
  });

  it.each([
    [{ informs: 'nobody' }, 'options.informs', "'nobody' does not fit. Expected 'both', 'shop' or 'carrier'."],
    [{ stages: { arrived: 'both' } }, 'options.stages.arrived', "'both' does not fit. Expected 'shop' or 'carrier'."],
    [{ stages: 'shop' }, 'options.stages', "'shop' does not fit. Expected whose each is, such as { arrived: 'shop' }."],
    [
      { deliveryDayAt: '8:00' },
      'options.deliveryDayAt',
      "'8:00' does not fit. Expected a local time from 00:00 to 23:59, such as '08:00'.",
    ],
    [{ callAt: 11 }, 'options.callAt', "11 does not fit. Expected a local time such as '08:00'."],
    [{ callAfterDays: -1 }, 'options.callAfterDays', '-1 does not fit. Expected a whole number of days from 0 to 30.'],
    [
      { pickupReminderDays: 1.5 },
      'options.pickupReminderDays',
      '1.5 does not fit. Expected a whole number of days from 0 to 30.',
    ],
    [{ smsEnabled: 'yes' }, 'options.smsEnabled', "'yes' does not fit. Expected true or false."],
    [null, 'options', "null does not fit. Expected an object such as { informs: 'shop' }."],
  ])('refuse %j, naming the place, the value and what fits', (options, place, message) => {
    expect(problemsOf(options)).toEqual([{ code: 'invalid-value', place, message }]);
  });

  it('report all mistakes at once, when the preset is made', () => {
    const options = { callAt: '25:00', smsEnabld: true, stages: { arrived: 'courier' } };
    expect(problemsOf(options)).toHaveLength(3);
    // @ts-expect-error three mistakes
    expect(() => b2cpl(options)).toThrow(OrderbellError);
  });

  it('misspelt are compile errors', () => {
    // @ts-expect-error 'inform' is not an option
    const misspelt: B2cplOptions = { inform: 'shop' };
    // @ts-expect-error the shop itself takes the order
    const placed: B2cplOptions = { stages: { placed: 'carrier' } };
    expect([misspelt, placed].map((options) => problemsOf(options).length)).toEqual([1, 1]);
  });

  it('switch SMS off for all; otherwise the switch of each shop holds', () => {
    const [on, off] = [{ shop: { smsEnabled: true } }, { shop: { smsEnabled: false } }];
    expect([b2cpl().enabled.sms(on), b2cpl().enabled.sms(off)]).toEqual([true, false]);
    expect([b2cpl({ smsEnabled: false }).enabled.sms(on), b2cpl({ smsEnabled: true }).enabled.sms(off)]).toEqual([false, false]);
  });
});
