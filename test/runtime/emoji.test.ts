import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import type { EmailMessage, EmojiPolicy, Transport } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { Templates } from '../../src/templates/engine.js';
import { fakeClock, recording } from '../../src/testing/index.js';
import { recordLines } from '../../src/testing/record-lines.js';

const bell = defineLifecycle('bell', {
  schema: z.object({ no: z.string(), name: z.string() }),
  key: (b) => b.no,
  timeZone: 'UTC',
  machines: {},
  states: {},
  facts: { 'bell.rung': z.undefined() },
  roles: { owner: () => ({ name: 'Olga', phone: '+886912345678', email: 'olga@example.com' }) },
});
const rules = bell.rules({ ring: { on: 'bell.rung', to: 'owner', by: ['sms', 'email'], parts: 1 } });
const texts = {
  ring: { sms: '{{#shorten}}{{name}}{{/shorten}}', email: { subject: '{{name}}', text: 'Mail {{name}}' } },
};
const templates = defineTemplates(bell, { defaultLocale: 'en', locales: { en: { templates: texts } } });

/** What becomes of a bell with a name, with SMS transports of these policies. */
async function rung(name: string, policies: readonly (EmojiPolicy | undefined)[], engine: Templates = templates) {
  const sms = policies.map((_, index) => recording(`sms-${index}`));
  const transports = sms.map(
    (transport, index): Transport => Object.assign(Object.create(transport), { emoji: policies[index] }),
  );
  const email = recording<EmailMessage>('email');
  const clock = fakeClock('2026-03-01T11:00Z');
  const shop = createNotifier({
    rules: [rules],
    templates: [engine],
    transports: { sms: transports, email },
    store: memory(),
    clock,
  });
  const lines = recordLines(shop);
  await shop.handleTransition(bell, { created: { no: 'B', name } });
  await shop.handleTransition(bell, { subject: { no: 'B', name }, fact: 'bell.rung' });
  await shop.tick();
  await shop.stop();
  const [line] = lines
    .filter(({ channel }) => channel === 'sms')
    .map(({ outcome, code, text, why }) => ({ outcome, code, text, why }));
  return { line, sent: sms.map(({ messages }) => messages.map(({ text }) => text)), mail: email.last };
}

test('a transport that says nothing gets emoji', async () => {
  expect((await rung('Ann 👩‍🎨 waits', [undefined])).sent).toEqual([['Ann 👩‍🎨 waits']]);
  expect((await rung('Ann 👩‍🎨 waits', ['send'])).sent).toEqual([['Ann 👩‍🎨 waits']]);
});

test('one that takes none gets the text without them, and mail keeps them', async () => {
  const { sent, line, mail } = await rung('Ann 👩‍🎨 waits', ['strip']);
  expect(sent).toEqual([['Ann waits']]);
  expect(line).toMatchObject({ outcome: 'sent', text: 'Ann waits' });
  expect(mail).toMatchObject({ subjectLine: 'Ann 👩‍🎨 waits', text: 'Mail Ann 👩‍🎨 waits' });
});

test('emoji are taken out before parts are counted', async () => {
  const name = `${'a'.repeat(150)} 🎉`;
  const fits = await rung(name, ['strip']);
  const control = await rung(`${'a'.repeat(150)}`, ['send']);
  expect(fits.sent).toEqual(control.sent);
  expect((await rung(name, ['send'])).line).toMatchObject({ outcome: 'skipped', code: 'limit' });
});

test('a text of nothing else is empty', async () => {
  expect((await rung('🎉 👨‍👩‍👧‍👦', ['strip'])).line).toMatchObject({ outcome: 'skipped', code: 'empty' });
});

test('with reject such a text fails for good and is not handed over; the next transport is tried', async () => {
  const { line, sent } = await rung('Ann 🎉', ['reject']);
  expect(line).toMatchObject({
    outcome: 'failed',
    code: 'delivery-permanent',
    why: "transport 'sms-0' takes no emoji, and the text has some.",
  });
  expect(sent).toEqual([[]]);
  expect((await rung('Ann 🎉', ['reject', 'strip'])).sent).toEqual([[], ['Ann']]);
  expect((await rung('Ann', ['reject', 'strip'])).sent).toEqual([['Ann'], []]);
});

test('the promise holds for an engine that does not look at it', async () => {
  const other: Templates = {
    lifecycle: 'bell',
    languages: ['en'],
    channels: ['sms', 'email'],
    has: () => true,
    check: () => ({ problems: [], opaque: [] }),
    // The name that this engine writes is that of the subject of these tests.
    render: ({ data, channel }) => ({
      kind: 'message',
      locale: 'en',
      text: (data as { readonly name: string }).name,
      subjectLine: channel === 'email' ? 'Bell' : undefined,
      html: undefined,
    }),
  };
  expect((await rung('Ann 🎉', ['strip'], other)).sent).toEqual([['Ann']]);
  expect((await rung('🎉', ['strip'], other)).line).toMatchObject({ outcome: 'skipped', code: 'empty' });
});
