/** Sites: what each shop of an installation has of its own. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../src/adapters/memory/index.js';
import { targetsms } from '../../src/adapters/targetsms/index.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { SiteSettings, SitesOption } from '../../src/runtime/sites/site-settings.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';
import { withGateway } from '../adapters/gateway-suite.js';
import { problemsOf } from '../builders/problems.js';

const stay = defineLifecycle('stay', {
  schema: z.object({
    no: z.string(),
    site: z.string().optional(),
    zone: z.string().optional(),
    locale: z.string().optional(),
    status: z.enum(['booked']),
    day: z.string(),
    guest: z.object({ name: z.string(), email: z.string(), phone: z.string(), locale: z.string().optional() }),
  }),
  key: (s) => s.no,
  timeZone: (s) => s.zone,
  locale: (s) => s.locale,
  site: (s) => s.site,
  machines: { stay: defineMachine({ booked: {} }) },
  states: { stay: 'status' },
  dates: { arrival: (s) => s.day },
  roles: { guest: (s) => s.guest },
});
const rules = stay.rules({
  booked: { on: 'stay.booked', to: 'guest', by: ['email', 'sms'] },
  reminder: { due: { on: 'arrival', at: '09:00' }, to: 'guest', by: ['sms'] },
});
const text = (greeting: string) => ({
  templates: {
    booked: { email: { subject: greeting, text: greeting }, sms: `${greeting} {{no}}` },
    reminder: { sms: `${greeting} again` },
  },
});
const templates = defineTemplates(stay, {
  defaultLocale: 'en',
  locales: { en: text('Hello'), ru: text('Привет'), zh: text('您好') },
});

function aStay(changes: object = {}) {
  const guest = { name: 'Ann', email: 'ann@example.com', phone: '+1' };
  return { no: 'S-1', site: 'hill', zone: 'UTC', status: 'booked', day: '2026-03-05', guest, ...changes } as const;
}

function hotel(sites?: SitesOption) {
  const clock = fakeClock('2026-03-02T12:00', { timeZone: 'UTC' });
  const email = recording<EmailMessage>('smtp');
  const first = recording('smartdove');
  const second = recording('twsms');
  const store = memory();
  const errors: unknown[] = [];
  const notifier = createNotifier({
    rules: [rules],
    templates: [templates],
    transports: { email, sms: [first, second] },
    store,
    clock,
    ...(sites && { sites }),
  });
  notifier.on('error', ({ error }) => errors.push(error));
  return { notifier, clock, email, first, second, store, errors };
}

const sender = { name: 'Hill House', from: 'hill@example.com', replyTo: 'desk@example.com' };

test('a message carries its site and the sender of that site', async () => {
  const { notifier, email, first } = hotel({ hill: { sender }, lake: {} });
  await notifier.handleTransition(stay, { created: aStay() });
  await notifier.handleTransition(stay, { created: aStay({ no: 'S-2', site: 'lake' }) });
  await notifier.handleTransition(stay, { created: aStay({ no: 'S-3', site: undefined }) });
  await notifier.handleTransition(stay, { created: aStay({ no: 'S-4', site: 'constructor' }) });
  await notifier.tick();
  const from = email.messages.map(({ subject, site, sender }) => [subject, site, sender]);
  expect(from.sort()).toEqual([
    ['S-1', 'hill', sender],
    ['S-2', 'lake', undefined],
    ['S-3', undefined, undefined],
    ['S-4', 'constructor', undefined],
  ]);
  expect(first.messages.find(({ subject }) => subject === 'S-1')?.sender).toEqual(sender);
});

describe('providers', () => {
  test('are those that the site has chosen by name, and no others when these fail (1.b3)', async () => {
    const { notifier, first, second } = hotel({
      hill: { transports: { sms: 'twsms' } },
      lake: { transports: { sms: ['twsms', 'smartdove'] } },
    });
    second.failNext(new Error('down'), 2);
    for (const [no, site] of [
      ['S-1', 'hill'],
      ['S-2', 'lake'],
      ['S-3', 'shore'],
    ] as const)
      await notifier.handleTransition(stay, { created: aStay({ no, site }) });
    await notifier.tick();
    expect([first.messages.map(({ subject }) => subject).sort(), second.attempts.map(({ subject }) => subject).sort()]).toEqual([
      ['S-2', 'S-3'],
      ['S-1', 'S-2'],
    ]);
  });

  test('may be of the site alone; they are held to their limits, rest when they fail, and are closed at the end', async () => {
    const own = recording('own');
    const { notifier, first } = hotel({ hill: { transports: { sms: own } } });
    const states: string[] = [];
    notifier.on('breaker', ({ transport, channel, state }) => states.push(`${transport} ${channel} ${state}`));
    own.failNext(new Error('down'), 5);
    for (let n = 0; n < 5; n++) await notifier.handleTransition(stay, { created: aStay({ no: `S-${n}` }) });
    await notifier.tick();
    expect([own.attempts.length, first.attempts.length, states]).toEqual([5, 0, ['own sms open']]);
    await notifier.stop();
    expect(own.isClosed).toBe(true);
  });
});

describe('zone and language', () => {
  const sites = { hill: { timeZone: 'Asia/Taipei', locale: 'ru' } };

  test('of the site hold where the lifecycle gives none', async () => {
    const { notifier, first } = hotel(sites);
    await notifier.handleTransition(stay, { created: aStay({ zone: undefined }) });
    await notifier.tick();
    const jobs = await notifier.history(stay, 'S-1');
    expect(jobs.find(({ rule }) => rule === 'reminder')).toMatchObject({
      zone: 'Asia/Taipei',
      dueAt: Date.parse('2026-03-05T01:00:00Z'),
    });
    expect(first.messages.map(({ text }) => text)).toEqual(['Привет S-1']);
  });

  test.each([
    ['the recipient', { locale: 'en', guest: { ...aStay().guest, locale: 'zh' } }, '您好 S-1'],
    ['the lifecycle', { locale: 'zh' }, '您好 S-1'],
    ['the site', {}, 'Привет S-1'],
    ['the default, of another site', { site: 'lake' }, 'Hello S-1'],
  ])('the language is first that of %s', async (_, changes, said) => {
    const { notifier, first } = hotel(sites);
    await notifier.handleTransition(stay, { created: aStay(changes) });
    await notifier.tick();
    expect(first.messages.map(({ text }) => text)).toEqual([said]);
  });

  test("the lifecycle's own zone wins, and a subject without any is refused by name", async () => {
    const { notifier, store } = hotel(sites);
    await notifier.handleTransition(stay, { created: aStay({ zone: 'Europe/London' }) });
    expect(store.allJobs().find(({ rule }) => rule === 'reminder')?.zone).toBe('Europe/London');
    const created = aStay({ no: 'S-2', site: 'lake', zone: undefined });
    await expect(notifier.handleTransition(stay, { created })).rejects.toMatchObject({
      code: 'unknown-zone',
      message: "stay 'S-2': neither its lifecycle nor its site gives a time zone.",
    });
  });

  test('may come from a function that takes its time, at planning, at delivery and in explain', async () => {
    const read = async (site: string): Promise<SiteSettings | undefined> => (site === 'hill' ? sites.hill : undefined);
    const { notifier, store, clock, first } = hotel(read);
    await notifier.handleTransition(stay, { created: aStay({ zone: undefined }) });
    // Another process, which has heard nothing of the site yet.
    const other = createNotifier({
      rules: [rules],
      templates: [templates],
      transports: { email: recording<EmailMessage>(), sms: first },
      store,
      clock,
      sites: read,
    });
    expect(await other.explain(stay, 'S-1')).toHaveLength(3);
    const third = createNotifier({
      rules: [rules],
      templates: [templates],
      transports: { email: recording<EmailMessage>(), sms: first },
      store,
      clock,
      sites: read,
    });
    await third.tick();
    expect(first.messages.map(({ text }) => text)).toEqual(['Привет S-1']);
  });

  test('may do so for many messages, and for the history of a customer', async () => {
    const read = async () => sites.hill;
    const { notifier, store, clock, email } = hotel(read);
    const entry = { lifecycle: stay, subject: aStay({ zone: undefined }), rule: 'booked' } as const;
    expect(await notifier.sendMany([entry], { batch: 'spring' })).toMatchObject({ planned: 2, failures: [] });
    await notifier.tick();
    const other = createNotifier({
      rules: [rules],
      templates: [templates],
      transports: { email, sms: recording() },
      store,
      clock,
      sites: read,
    });
    expect((await other.customerHistory(stay, 'S-1')).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });
});

describe('a function', () => {
  test('is asked once a minute for a site, however many messages it has', async () => {
    const asked: string[] = [];
    const { notifier, clock, email } = hotel(async (site) => {
      asked.push(site);
      return { sender };
    });
    for (let n = 0; n < 5; n++) await notifier.handleTransition(stay, { created: aStay({ no: `S-${n}` }) });
    await notifier.tick();
    expect([asked, email.messages.length]).toEqual([['hill'], 5]);
    await clock.advanceTo('2026-03-02T12:01');
    await notifier.handleTransition(stay, { created: aStay({ no: 'S-9' }) });
    await notifier.tick();
    expect([asked, email.last?.sender]).toEqual([['hill', 'hill'], sender]);
  });

  test('that fails makes messages wait, and where it has answered before, that holds and an error event tells', async () => {
    let isDown = false;
    const { notifier, clock, email, errors } = hotel(async () => {
      if (isDown) throw new Error('no database');
      return { sender };
    });
    await notifier.handleTransition(stay, { created: aStay() });
    isDown = true;
    await clock.advanceTo('2026-03-02T12:05');
    await notifier.tick();
    expect(email.last?.sender).toEqual(sender);
    expect(errors).toMatchObject([{ code: 'handler-failed', message: "sites('hill') failed: no database" }]);
    await expect(notifier.handleTransition(stay, { created: aStay({ site: 'lake' }) })).rejects.toMatchObject({
      code: 'handler-failed',
    });
  });

  test('that names a transport which is not there makes messages wait until it is mended', async () => {
    let name = 'twmss';
    const { notifier, clock, second } = hotel((site) => (site === 'hill' ? { transports: { sms: name } } : undefined));
    const retries: unknown[] = [];
    notifier.on('retry', ({ why }) => retries.push(why));
    await expect(notifier.handleTransition(stay, { created: aStay() })).rejects.toMatchObject({
      message: expect.stringContaining("settings.transports.sms: unknown transport 'twmss'. Did you mean 'twsms'?"),
    });
    name = 'twsms';
    await clock.advanceTo('2026-03-02T12:01');
    await notifier.handleTransition(stay, { created: aStay() });
    await notifier.tick();
    expect(second.messages).toHaveLength(1);
  });
});

test('texts of a site stand in place of those that it has, in its languages; the others stay', async () => {
  const own = defineTemplates(stay, {
    defaultLocale: 'en',
    locales: { en: { templates: { booked: { sms: 'Hill House: {{no}}' } } } },
  });
  const { notifier, first, email, clock } = hotel({ hill: { templates: [own] } });
  await notifier.handleTransition(stay, { created: aStay() });
  await notifier.handleTransition(stay, { created: aStay({ no: 'S-2', site: 'lake' }) });
  await notifier.tick();
  await clock.advanceTo('2026-03-05T09:00');
  await notifier.tick();
  expect(first.messages.map(({ text }) => text).sort()).toEqual(['Hello S-2', 'Hello again', 'Hello again', 'Hill House: S-1']);
  expect(email.messages.map(({ text }) => text)).toEqual(['Hello', 'Hello']);
});

describe('the sender of SMS', () => {
  const name = '山丘上的陶藝教室';

  test('is of its own, so that a site may have any name beside its e-mail address', async () => {
    await withGateway('targetsms', async (gateway) => {
      const transports = { sms: targetsms(gateway.options) };
      const { notifier, email } = hotel({
        hill: { sender: { name, from: 'hill@example.com', sms: 'HILL' }, transports },
        lake: { sender: { name, from: 'lake@example.com' }, transports },
      });
      const guest = { ...aStay().guest, phone: '+79161234567' };
      await notifier.handleTransition(stay, { created: aStay({ guest }) });
      await notifier.handleTransition(stay, { created: aStay({ no: 'S-2', site: 'lake', guest }) });
      await notifier.tick();
      expect(gateway.messages.map(({ from, text }) => [from, text]).sort()).toEqual([
        ['HILL', 'Hello S-1'],
        ['STUDIO', 'Hello S-2'],
      ]);
      expect(email.messages.map(({ sender }) => sender?.name)).toEqual([name, name]);
    });
  });

  test.each([name, 'Hill House on the Lake', '1234567890123456', 'Hill+'])('cannot be %j, and createNotifier says so', (sms) => {
    expect(problemsOf(() => hotel({ hill: { sender: { sms } } }))).toEqual([
      `invalid-value | sites['hill'].sender.sms: '${sms}' cannot be the sender of an SMS. Expected at most 11 plain letters and digits, or a number of at most 15 digits. The name beside e-mail addresses is 'name', and may be any.`,
    ]);
  });

  test.each(['HILL', 'Hill House', '+79990000000', '1234'])('may be %j', (sms) => {
    expect(() => hotel({ hill: { sender: { sms } } })).not.toThrow();
  });
});

test('a sender that is a bare name is refused, not taken apart', () => {
  expect(problemsOf(() => hotel({ hill: { sender: 'MyShop' as never } }))).toEqual([
    "invalid-value | sites['hill'].sender: expected { name, from, replyTo, sms }, got 'MyShop'.",
  ]);
});

test('every mistake in the settings is told at once', () => {
  const wrongText = defineTemplates(stay, {
    defaultLocale: 'en',
    locales: { en: { templates: { booked: { sms: '{{nmae}}' } } } },
  });
  const settings = {
    sender: { name: 'Hill\r\nBcc: all@example.com', form: 'x' },
    transports: { sms: ['twsm', {}], fax: 'x', email: [] },
    timeZone: 'Asia/Taipe',
    locale: 'zh_TW!',
    templates: [wrongText],
    colour: 'red',
  };
  expect(problemsOf(() => hotel({ hill: settings as never }))).toEqual([
    expect.stringMatching(/^unknown-option \| sites\['hill'\]: unknown option 'colour'/),
    expect.stringMatching(/^unknown-zone \| sites\['hill'\]\.timeZone: 'Asia\/Taipe'/),
    expect.stringMatching(/^unknown-locale \| sites\['hill'\]\.locale: 'zh_TW!'/),
    expect.stringMatching(/^invalid-value \| sites\['hill'\]\.sender\.name: expected a text on one line/),
    expect.stringMatching(/^unknown-option \| sites\['hill'\]\.sender: unknown part 'form'\. Did you mean 'from'/),
    expect.stringMatching(
      /^missing-transport \| sites\['hill'\]\.transports\.sms: unknown transport 'twsm'\. Did you mean 'twsms'/,
    ),
    expect.stringMatching(/^invalid-value \| sites\['hill'\]\.transports\.sms: expected the name/),
    expect.stringMatching(/^unknown-channel \| sites\['hill'\]\.transports\.fax: unknown channel 'fax'/),
    expect.stringMatching(/^missing-transport \| sites\['hill'\]\.transports\.email: expected a transport/),
    expect.stringMatching(
      /^unknown-variable \| sites\['hill'\]\.templates, templates 'stay', locale 'en', 'booked', sms, line 1: unknown variable 'nmae'/,
    ),
  ]);
});
