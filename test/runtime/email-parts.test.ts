/** What a message of an e-mail channel carries, from template to transport. */

import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { EmailTemplate } from '../../src/templates/template-set.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';

const order = defineMachine({ placed: {} });
const visit = defineLifecycle('visit', {
  schema: z.object({ no: z.string(), shop: z.string().optional(), status: z.enum(order.states) }),
  key: (v) => v.no,
  timeZone: 'Asia/Taipei',
  machines: { order },
  states: { order: 'status' },
  site: (v) => v.shop,
  roles: { guest: () => ({ name: 'Ann', email: 'ann@example.com' }) },
});
const rules = visit.rules({ placed: { on: 'order.placed', to: 'guest', by: ['email'] } });
const bytes = Uint8Array.from([1, 2, 3]);

/** The messages of some visits, by an e-mail template. */
async function messagesOf(email: EmailTemplate, ...shops: (string | undefined)[]) {
  const transport = recording<EmailMessage>('smtp');
  const templates = defineTemplates(visit, {
    defaultLocale: 'en',
    locales: { en: { templates: { placed: { email } }, images: { logo: { contentType: 'image/png', content: bytes } } } },
  });
  const clock = fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' });
  const notifier = createNotifier({
    rules: [rules],
    templates: [templates],
    transports: { email: transport },
    store: memory(),
    clock,
  });
  for (const [at, shop] of shops.entries()) {
    const created = { no: `V-${at}`, status: 'placed' as const, ...(shop === undefined ? {} : { shop }) };
    await notifier.handleTransition(visit, { created });
  }
  await notifier.tick();
  await notifier.stop();
  return transport.messages;
}

test('an e-mail of HTML alone is sent with a text that was made of it', async () => {
  const [message] = await messagesOf(
    { subject: 'Visit {{no}}', html: '<h1>Visit {{no}}</h1><p>See <a href="https://x.example">us</a></p>' },
    'hill',
  );
  expect(message).toMatchObject({ subjectLine: 'Visit V-0', text: 'Visit V-0\n\nSee us <https://x.example>' });
});

test('an image that is shown goes along, and without one the message has no attachments at all', async () => {
  const [shown] = await messagesOf({ subject: 'S', text: 'T', html: `<img src="{{image 'logo'}}" alt="">` }, 'hill');
  expect(shown?.attachments).toMatchObject([{ filename: 'logo.png', content: bytes }]);
  expect(shown?.html).toContain(`cid:${shown?.attachments?.[0]?.contentId}`);
  const [plain] = await messagesOf({ subject: 'S', text: 'T' }, 'hill');
  expect(plain).not.toHaveProperty('attachments');
});

test('a message tells the site of its subject', async () => {
  const messages = await messagesOf({ subject: 'S', text: 'T' }, 'hill', 'lake', undefined);
  expect(messages.map(({ site }) => site).sort()).toEqual(['hill', 'lake', undefined]);
});
