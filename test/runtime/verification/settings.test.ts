import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../../src/core/lifecycle.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import { networkOf } from '../../../src/runtime/verification/network.js';
import { defineTemplates } from '../../../src/templates/define-templates.js';
import { recording } from '../../../src/testing/recording.js';
import { problemsOf } from '../../builders/problems.js';
import { aKey, aMemberShop } from './members.js';

const user = defineLifecycle('user', {
  schema: z.object({ id: z.string(), phone: z.string() }),
  key: (u) => u.id,
  timeZone: 'UTC',
  machines: {},
  states: {},
  facts: { 'code.sent': z.object({ code: z.string().regex(/^\d{6}$/) }), 'code.lost': z.object({ code: z.string() }) },
  roles: { user: (u) => u },
});
const rules = user.rules({ code: { on: 'code.sent', to: 'user', by: ['sms'] } });
const templates = defineTemplates(user, {
  defaultLocale: 'en',
  locales: { en: { templates: { code: { sms: '{{payload.code}}' } } } },
});

function refused(verification: object, store: object = memory()): string[] {
  const transports = { sms: recording('sms') };
  const options = { rules: [rules], templates: [templates], transports, store, verification };
  return problemsOf(() => createNotifier(options as never));
}

test('every mistake of the options is told at once, and no key is quoted', () => {
  const secret = 'too short a key';
  const problems = refused({
    lifecycle: user,
    fact: 'code.snet',
    keys: [aKey, secret],
    phone: 'phone',
    expires: 0,
    attempts: 1.5,
    perIp: { max: 0, within: 1_000 },
    digits: 6,
  });
  expect(problems).toEqual([
    expect.stringMatching(/^unknown-option \| verification: unknown option 'digits'/),
    expect.stringMatching(/^unknown-fact \| verification\.fact: unknown fact 'code\.snet'\. Did you mean 'code\.sent'\?/),
    expect.stringMatching(/^invalid-value \| verification\.phone: expected a function such as \(member\) => member\.phone/),
    expect.stringMatching(
      /^invalid-value \| verification\.keys\[1\]: expected 32 characters or bytes at least, got 15\. Make one/,
    ),
    expect.stringMatching(/^invalid-value \| verification\.expires: expected a whole number above 0, got 0/),
    expect.stringMatching(/^invalid-value \| verification\.attempts: expected a whole number above 0, got 1\.5/),
    expect.stringMatching(/^invalid-value \| verification\.perIp\.max/),
  ]);
  expect(problems.join()).not.toContain(secret);
});

test('a fact that cannot carry what is stored in place of the code is refused, as is one that no rule sends', () => {
  const options = { lifecycle: user, phone: () => '1', keys: [aKey] };
  expect(refused({ ...options, fact: 'code.sent' })).toEqual([
    expect.stringMatching(/^invalid-value \| verification\.fact: the fact 'code\.sent' does not take \{ code: 'any text' \}/),
  ]);
  expect(refused({ ...options, fact: 'code.lost' })).toEqual([
    expect.stringMatching(/^unknown-rule \| verification\.fact: no rule sends a message on 'code\.lost'\. Add one/),
  ]);
});

test('no keys, another lifecycle and a store without records are refused', () => {
  const problems = refused(
    { lifecycle: { name: 'usr' }, fact: 'x', phone: () => '1', keys: [] },
    { ...memory(), records: undefined },
  );
  expect(problems).toEqual([
    expect.stringMatching(/^unknown-lifecycle \| verification\.lifecycle: unknown lifecycle 'usr'\. Did you mean 'user'/),
    expect.stringMatching(/^missing-value \| verification\.keys: expected a list with at least one key/),
    expect.stringMatching(/^store-without-records \| verification: /),
  ]);
});

test('a notifier without the option says how to give it', async () => {
  const fine = { on: 'code.lost', to: 'user', by: ['sms'] } as const;
  const notifier = createNotifier({
    rules: [user.rules({ code: fine })],
    templates: [templates],
    transports: { sms: recording('sms') },
    store: memory(),
  });
  await expect(notifier.verification.start({ id: 'U-1', phone: '1' })).rejects.toMatchObject({
    code: 'missing-value',
    message: expect.stringContaining('Give createNotifier the option verification: { lifecycle, fact, phone, keys }'),
  });
});

test('data that are no member are refused before anything is stored', async () => {
  const { notifier, store } = aMemberShop();
  await expect(notifier.verification.start({ id: 'M-1' } as never)).rejects.toMatchObject({ code: 'invalid-data' });
  expect(await store.records?.list({ kind: 'verification', limit: 9 })).toEqual([]);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0000:1:2:3:4', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  [' Unknown ', 'unknown'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
