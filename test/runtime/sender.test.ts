/** The column `sender`: whom the messages of a rule are from. */
import { expect, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { recording } from '../../src/testing/recording.js';
import { aSpa, aVisit, visit } from '../builders/visits.js';

const told = { on: 'visit.booked', to: 'guest', by: ['sms', 'email'] } as const;

test('the sender of a rule goes with its messages on every channel; other rules have none (2.3)', async () => {
  const rules = visit.rules({ named: { ...told, sender: 'MySpa' }, plain: { ...told, template: 'note' } });
  const { notifier, sms, email } = aSpa({
    rules,
    texts: { named: { sms: 'named', email: { subject: 'named', text: 'named' } } },
  });
  await notifier.handleTransition(visit, { created: aVisit() });
  await notifier.tick();
  const said = (messages: typeof sms.messages) => messages.map(({ rule, sender }) => [rule, sender]);
  expect(said(sms.messages)).toEqual([
    ['named', { sms: 'MySpa' }],
    ['plain', undefined],
  ]);
  expect(said(email.messages)).toEqual([
    ['named', { name: 'MySpa' }],
    ['plain', undefined],
  ]);
});

test('a message that the host asks for by the rule has its sender, and one by a template has none', async () => {
  const rules = visit.rules({ named: { ...told, active: false, sender: 'MySpa', template: 'note' } });
  const { notifier, sms } = aSpa({ rules });
  await notifier.send(visit, aVisit(), { rule: 'named', by: ['sms'] });
  await notifier.send(visit, aVisit(), { template: 'note', to: 'guest', by: ['sms'] });
  await notifier.tick();
  expect(sms.messages.map(({ sender }) => sender)).toEqual([{ sms: 'MySpa' }, undefined]);
});

test('on a channel of another name the sender is both, since a gateway of SMS may carry it', async () => {
  const push = recording();
  const shop = createNotifier({
    rules: [
      visit.rules({
        named: { on: 'visit.booked', to: { name: 'Gina', addresses: { push: 'p-1' } }, by: ['push'], sender: 'MySpa' },
      }),
    ],
    templates: [defineTemplates(visit, { defaultLocale: 'en', locales: { en: { templates: { named: { push: 'named' } } } } })],
    transports: { push },
    store: memory(),
  });
  await shop.handleTransition(visit, { created: aVisit() });
  await shop.tick();
  expect(push.last?.sender).toEqual({ name: 'MySpa', sms: 'MySpa' });
});

test('a rule whose sender is a name for e-mail is not sent by SMS, and says so at once', async () => {
  const rules = visit.rules({ named: { ...told, by: ['email'], sender: 'Отель «Ромашка»', template: 'note' } });
  const { notifier, email } = aSpa({ rules });
  const refusal = {
    code: 'invalid-argument',
    message:
      "send(): rule 'named': its sender 'Отель «Ромашка»' cannot be the sender of an SMS. Expected at most 11 plain letters and digits, or a number of at most 15 digits. Choose another channel, or send 'template' instead of 'rule'.",
  };
  await expect(notifier.send(visit, aVisit(), { rule: 'named', by: ['email', 'sms'] })).rejects.toMatchObject(refusal);
  const { failures } = await notifier.sendMany([{ lifecycle: visit, subject: aVisit(), rule: 'named', by: ['sms'] }], {
    batch: 'spring',
  });
  expect(failures).toMatchObject([{ code: 'invalid-argument' }]);
  await notifier.send(visit, aVisit(), { rule: 'named' });
  await notifier.tick();
  expect(email.messages.map(({ sender }) => sender)).toEqual([{ name: 'Отель «Ромашка»' }]);
});
