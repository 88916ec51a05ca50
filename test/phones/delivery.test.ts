import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { simulate } from '../../src/core/simulate.js';
import { readPhone } from '../../src/phones/index.js';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { createTestNotifier } from '../../src/testing/index.js';
import { recordLines } from '../../src/testing/record-lines.js';
import { aBooking, aShop } from '../presets/waca-booking-samples.js';

const schema = z.object({ no: z.string(), country: z.string().optional(), phone: z.string() });

function ringing(country?: string | ((bell: { readonly country?: string | undefined }) => string | undefined)) {
  const bell = defineLifecycle('bell', {
    schema,
    key: (b) => b.no,
    timeZone: 'Asia/Taipei',
    ...(country === undefined ? {} : { country }),
    machines: {},
    states: {},
    facts: { 'bell.rung': z.undefined() },
    roles: { owner: (b) => ({ name: 'Olga', phone: b.phone }) },
  });
  const rules = bell.rules({ ring: { on: 'bell.rung', to: 'owner', by: ['sms'] } });
  const templates = defineTemplates(bell, { defaultLocale: 'en', locales: { en: { templates: { ring: { sms: 'Ring' } } } } });
  return { bell, rules, templates };
}

/** What is sent, and the history, of one bell that is rung. */
async function rung(data: z.input<typeof schema>, country?: Parameters<typeof ringing>[0]) {
  const { bell, rules, templates } = ringing(country);
  const shop = createTestNotifier({ rules: [rules], templates: [templates], start: '2026-03-01T11:00', timeZone: 'Asia/Taipei' });
  const lines = recordLines(shop);
  await shop.handleTransition(bell, { created: data });
  await shop.handleTransition(bell, { subject: data, fact: 'bell.rung' });
  await shop.tick();
  const story = [
    { kind: 'created', at: shop.clock.now().getTime(), lifecycle: 'bell', data },
    { kind: 'change', at: shop.clock.now().getTime(), lifecycle: 'bell', subject: data.no, fact: 'bell.rung' },
  ] as const;
  const [explained] = await shop.explain(bell, data);
  await shop.stop();
  const read = (text: string, home: string | undefined) => readPhone(text, { country: home });
  const played = lines.map(({ outcome, address, code, why }) => ({ outcome, address, code, why }));
  const simulated = () =>
    simulate([rules.compiled], story, { readPhone: read }).map(({ outcome, address, code, why }) => ({
      outcome,
      address,
      code,
      why,
    }));
  return { message: shop.transports.sms.last, played, simulated, explained };
}

test('a transport gets the number in E.164, and the timeline the address as the contact has it', async () => {
  const { message, played, simulated } = await rung({ no: 'B-1', phone: '0912-345-678' }, 'TW');
  expect(message).toMatchObject({ address: '+886912345678', destination: 'domestic', recipient: { phone: '0912-345-678' } });
  expect(played).toEqual([{ outcome: 'sent', address: '0912-345-678', code: undefined, why: undefined }]);
  expect(simulated()).toEqual(played);
});

test('the country may follow from the subject, and a number from abroad is told apart', async () => {
  const { message } = await rung({ no: 'B-1', phone: '+886 912 345 678', country: 'ru' }, (b) => b.country);
  expect(message).toMatchObject({ address: '+886912345678', destination: 'international' });
});

test.each([
  ['02-2345 6789', "'02-2345 6789' is a landline of TW; SMS needs a mobile number"],
  ['0912-34', "'0912-34' is too short for a number of TW"],
  ['+15550101', "'+15550101' is too short for a number of +1"],
  ['ask my wife', "'ask my wife' is not a phone number"],
])('%s is skipped as no-address, with the reason in history and explanation', async (phone, why) => {
  const { message, played, simulated, explained } = await rung({ no: 'B-1', phone }, 'TW');
  expect(message).toBeUndefined();
  expect(played).toEqual([{ outcome: 'skipped', address: undefined, code: 'no-address', why }]);
  expect(simulated()).toEqual(played);
  expect(explained).toMatchObject({ outcome: 'skipped', code: 'no-address', why });
});

test.each([
  ['+886 912 345 678', '+886912345678'],
  ['0912-345-678', '0912-345-678'],
  ['+15550101', '+15550101'],
])('without a country %s goes to the transport as %s', async (phone, address) => {
  for (const country of [undefined, () => undefined, () => '']) {
    const { message, played, simulated } = await rung({ no: 'B-1', phone }, country);
    expect(message).toMatchObject({ address });
    expect(message).not.toHaveProperty('destination');
    expect(simulated()).toEqual(played);
  }
});

test('without a country a number that is known to be no mobile is skipped all the same', async () => {
  const { played } = await rung({ no: 'B-1', phone: '+886 2 2345 6789' });
  const why = "'+886 2 2345 6789' is a landline of TW; SMS needs a mobile number";
  expect(played).toEqual([{ outcome: 'skipped', address: undefined, code: 'no-address', why }]);
});

test('a country that does not exist fails the message, naming the subject', async () => {
  const { played } = await rung({ no: 'B-1', phone: '0912345678', country: 'Taiwan' }, (b) => b.country);
  expect(played).toMatchObject([
    { outcome: 'failed', code: 'invalid-value', why: expect.stringContaining("bell 'B-1': country: 'Taiwan' is no country.") },
  ]);
});

test.each(['Taiwan', 'tw', ''])('%j as the country of a lifecycle is refused when it is defined', (country) => {
  expect(() => ringing(country)).toThrow(
    expect.objectContaining({
      code: 'invalid-lifecycle',
      problems: [expect.objectContaining({ code: 'invalid-value', place: 'country' })],
    }),
  );
});

test.each([
  [{}, '0912-345-678', '+886912345678'],
  [{}, '02-2345-6789', undefined],
  [{ timeZone: 'Europe/London' }, '0912-345-678', '0912-345-678'],
  [{ timeZone: 'Europe/Moscow', country: 'RU' }, '8 912 345-67-89', '+79123456789'],
])('the preset reads numbers in the country of the shop %j', async (shop, phone, address) => {
  const { lifecycles, rules, templates } = wacaBooking();
  const studio = createTestNotifier({ rules, templates, start: '2026-03-01T11:00', timeZone: 'Asia/Taipei' });
  const booking = aBooking({ shop: { ...aShop, ...shop }, booker: { name: 'Mei', phone } });
  await studio.handleTransition(lifecycles.booking, { created: booking });
  await studio.tick();
  expect(studio.transports.sms.messages.map((message) => message.address)).toEqual(address === undefined ? [] : [address]);
  await studio.stop();
});
