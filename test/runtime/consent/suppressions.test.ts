import { describe, expect, test } from 'vitest';
import { memory } from '../../../src/adapters/memory/index.js';
import type { EmailMessage } from '../../../src/ports/transport.js';
import type { ConsentSettings } from '../../../src/runtime/consent/consent-options.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import { fakeClock } from '../../../src/testing/fake-clock.js';
import { recording } from '../../../src/testing/recording.js';
import { aClub, keys, rules, templates, unsubscribe } from '../../builders/club.js';
import { storeWith } from '../../builders/studio.js';

const ann = { channel: 'email', address: 'Ann@Example.com ' };

describe('the list', () => {
  test('an address is the same however it is written', async () => {
    const { notifier } = aClub({ suppressions: { countryCode: '+886' } });
    const { suppressions } = notifier;
    expect(await suppressions.add({ ...ann, note: 'by telephone' })).toBe(true);
    expect(await suppressions.add({ channel: 'email', address: 'ann@example.COM', note: 'again' })).toBe(false);
    expect(await suppressions.find('email', 'ANN@EXAMPLE.COM')).toEqual([
      {
        channel: 'email',
        address: 'ann@example.com',
        scope: 'promotional',
        reason: 'manual',
        at: new Date('2026-03-02T12:00Z'),
        note: 'by telephone',
      },
    ]);
    await suppressions.add({ channel: 'sms', address: '0912 345-678', scope: 'all' });
    for (const form of ['+886912345678', '886 912 345 678', '00886912345678', '(0912) 345678'])
      expect(await suppressions.find('sms', form), form).toHaveLength(1);
    expect(await suppressions.find('sms', '0912345679')).toEqual([]);
  });

  test('what is of another scope, reason or site is an entry of its own, and is removed by itself', async () => {
    const { suppressions } = aClub({ suppressions: {} }).notifier;
    await suppressions.add({ ...ann });
    await suppressions.add({ ...ann, reason: 'complained' });
    await suppressions.add({ ...ann, scope: 'all', reason: 'bounced' });
    await suppressions.add({ ...ann, site: 'hill' });
    expect(await suppressions.remove({ ...ann, reason: 'bounced' })).toBe(1);
    expect(await suppressions.remove({ ...ann, reason: 'bounced' })).toBe(0);
    expect(await suppressions.remove({ ...ann, site: 'hill' })).toBe(1);
    expect((await suppressions.find('email', ann.address)).map(({ reason }) => reason)).toEqual(['manual', 'complained']);
    expect(await suppressions.remove(ann)).toBe(2);
    expect(await suppressions.list({ channel: 'email' })).toEqual({ suppressions: [], next: undefined });
  });

  test('it is listed channel by channel and page by page', async () => {
    const { suppressions } = aClub().notifier;
    for (const name of ['c', 'a', 'e', 'b', 'd']) await suppressions.add({ channel: 'email', address: `${name}@example.com` });
    await suppressions.add({ channel: 'sms', address: '+15550100' });
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await suppressions.list({ channel: 'email', limit: 2, ...(after !== undefined && { after }) });
      found.push(...page.suppressions.map(({ address }) => address.charAt(0)));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a record that cannot be read is told without what stands there, and nothing is sent meanwhile', async () => {
    const club = aClub();
    await club.database.records.write({ kind: 'suppressed email', key: 'ann@example.com', value: '{"secret', version: 0 });
    const error = await club.notifier.suppressions.find('email', ann.address).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store-corrupt', message: expect.not.stringContaining('secret') });
    await club.join();
    await club.notifier.tick();
    expect(club.email.messages.map(({ rule }) => rule)).toEqual(['welcome']);
  });
});

describe('inbound messages', () => {
  test('STOP ends everything on its channel, START takes that back and what a link has ended, and nothing else', async () => {
    const { suppressions } = aClub({ suppressions: {} }).notifier;
    const from = '+1 555 0101';
    expect(await suppressions.inbound({ channel: 'sms', from, text: 'When do you open?' })).toBeUndefined();
    expect(await suppressions.find('sms', from)).toEqual([]);
    expect(await suppressions.inbound({ channel: 'sms', from, text: 'stop' })).toBe('stopped');
    expect(await suppressions.inbound({ channel: 'sms', from, text: 'STOP' })).toBe('stopped');
    expect(await suppressions.find('sms', from)).toMatchObject([{ scope: 'all', reason: 'stopped' }]);
    await suppressions.add({ channel: 'sms', address: from, reason: 'unsubscribed' });
    await suppressions.add({ channel: 'sms', address: from, reason: 'complained' });
    expect(await suppressions.inbound({ channel: 'sms', from, text: 'START' })).toBe('started');
    expect(await suppressions.find('sms', from)).toMatchObject([{ reason: 'complained' }]);
  });

  test('a sender of one site ends the messages of that site', async () => {
    const { suppressions } = aClub({ suppressions: {} }).notifier;
    await suppressions.inbound({ channel: 'sms', from: '+15550101', text: 'STOP', site: 'hill' });
    expect(await suppressions.find('sms', '+15550101')).toMatchObject([{ site: 'hill' }]);
    await suppressions.inbound({ channel: 'sms', from: '+15550101', text: 'START', site: 'lake' });
    expect(await suppressions.find('sms', '+15550101')).toHaveLength(1);
  });
});

describe('what cannot be meant is refused, and no address is shown', () => {
  const refusal = (call: () => Promise<unknown>) =>
    call().then(
      () => 'nothing',
      (error: { code: string; message: string }) => `${error.code} | ${error.message}`,
    );

  test.each<[string, string, string]>([
    [
      'emial',
      'a@b.example',
      "unknown-channel | suppressions.add(): unknown channel 'emial'. Did you mean 'email'? Known: email, sms.",
    ],
    [
      'email',
      ' ',
      'invalid-argument | suppressions.add(): the address is missing, longer than 320 characters, or no single line of text.',
    ],
    [
      'email',
      'a\nb@c.example',
      'invalid-argument | suppressions.add(): the address is missing, longer than 320 characters, or no single line of text.',
    ],
    [
      'email',
      'x'.repeat(321),
      'invalid-argument | suppressions.add(): the address is missing, longer than 320 characters, or no single line of text.',
    ],
  ])('%s %j', async (channel, address, message) => {
    expect(await refusal(() => aClub().notifier.suppressions.add({ channel, address }))).toBe(message);
  });

  test('scopes and reasons that there are not, pages of no length, and lists that nobody asks', async () => {
    const { suppressions } = aClub().notifier;
    expect(await refusal(() => suppressions.add({ ...ann, scope: 'promotion' as 'all' }))).toMatch(
      /^invalid-argument .*unknown scope 'promotion'\. Did you mean 'promotional'\?/,
    );
    expect(await refusal(() => suppressions.add({ ...ann, reason: 'bounce' as 'manual' }))).toMatch(/Did you mean 'bounced'\?/);
    expect(await refusal(() => suppressions.list({ channel: 'email', limit: 0 }))).toMatch(/limit is number 0/);
    const off = aClub({ suppressions: false, unsubscribe: false }).notifier.suppressions;
    expect(await refusal(() => off.add(ann))).toMatch(/^invalid-argument .*switched off/);
    expect(await refusal(() => off.readToken('x'))).toMatch(/^invalid-argument .*Give createNotifier unsubscribe/);
  });

  test('a store without records has no list, and sends promotional messages all the same', async () => {
    const club = aClub({ unsubscribe: false, wrap: (store) => storeWith(store, { records: undefined }) });
    expect(await refusal(() => club.notifier.suppressions.find('email', 'a@b.example'))).toMatch(/^store-without-records /);
    await club.join();
    await club.notifier.tick();
    expect(club.lines).toContain('sent offer email');
  });
});

test('createNotifier reports everything that is wrong with consent at once, and shows no key', () => {
  const options = {
    mayContact: true,
    suppressions: { list: { find: () => [] }, countryCode: 'TW' },
    unsubscribe: { url: 'http://club.example/u', keys: ['too short to be a key', keys[0]], mailto: 'nobody' },
  } as unknown as ConsentSettings<never>;
  const make = (consent: object, store = memory()) =>
    createNotifier({
      ...consent,
      rules: [rules],
      templates: [templates],
      transports: { email: recording<EmailMessage>(), sms: recording() },
      store,
      clock: fakeClock('2026-03-02T12:00'),
    });
  const problems = (call: () => unknown): readonly string[] => {
    try {
      call();
      return [];
    } catch (error) {
      expect(String(error)).not.toContain('too short to be');
      // Thrown by createNotifier, which throws nothing else for its options.
      return (error as { problems: readonly { place: string; message: string }[] }).problems.map(
        ({ place, message }) => `${place}: ${message}`,
      );
    }
  };
  expect(problems(() => make(options))).toEqual([
    'mayContact: expected a function (contact, context) => boolean or reason, got boolean true.',
    'suppressions.list: expected an object with find, add, remove and list.',
    "suppressions.countryCode: expected up to three digits such as '886', got 'TW'.",
    "unsubscribe.url: expected an https address such as 'https://shop.example/unsubscribe', got 'http://club.example/u'.",
    'unsubscribe.keys: expected a list of secrets of 32 characters or more, the one that signs first.',
    "unsubscribe.mailto: expected one e-mail address, got 'nobody'.",
  ]);
  expect(problems(() => make({ suppressions: false, unsubscribe }))).toEqual([
    'suppressions: is false, so that a link to unsubscribe would change nothing. Leave it out.',
  ]);
  const without = storeWith(memory(), { records: undefined });
  expect(problems(() => make({ suppressions: {}, unsubscribe }, without as ReturnType<typeof memory>))).toEqual([
    'suppressions: the store keeps no records, and the list needs some. Use another store, or give suppressions: { list }.',
  ]);
  expect(problems(() => make({ unsubscribe: { ...unsubscribe, url: 'http://localhost:3000/u' } }))).toEqual([]);
});
