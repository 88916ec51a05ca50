/** The column `sender`: whom the messages of a rule are from. */
import { expect, test } from 'vitest';
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
