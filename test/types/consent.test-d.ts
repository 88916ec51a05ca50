/** What the compiler promises about consent. Checked by `tsc`. */
import { expectTypeOf } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { unsubscribeHandler } from '../../src/adapters/unsubscribe/index.js';
import type { Contact } from '../../src/core/contact.js';
import { PermanentDeliveryError } from '../../src/core/errors.js';
import type { Suppression } from '../../src/ports/suppressions.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { Notifier } from '../../src/runtime/notifier.js';
import { recording } from '../../src/testing/recording.js';
import { rules, templates } from '../builders/club.js';

const parts = {
  rules: [rules],
  templates: [templates],
  transports: { email: recording<EmailMessage>(), sms: recording() },
  store: memory(),
} as const;

createNotifier({
  ...parts,
  mayContact: (contact, { category, site }) => {
    expectTypeOf(contact).toEqualTypeOf<Contact>();
    expectTypeOf(category).toEqualTypeOf<'transactional' | 'promotional'>();
    return site === undefined || 'not here';
  },
  suppressions: { suppressBounces: true, countryCode: '886', words: { stop: ['Arrêt'] } },
  unsubscribe: { url: 'https://shop.example/u', keys: ['k'.repeat(32)] },
});
createNotifier({ ...parts, mayContact: async () => true, suppressions: false, unsubscribe: false });

// @ts-expect-error nothing is no answer: a forgotten `return` would be taken for one
createNotifier({ ...parts, mayContact: () => {} });
// @ts-expect-error misspelt, so that bounces would go on
createNotifier({ ...parts, suppressions: { suppressBounce: true } });
// @ts-expect-error a link that nobody has signed
createNotifier({ ...parts, unsubscribe: { url: 'https://shop.example/u' } });

declare const notifier: Notifier<{ readonly begun: true }>;
expectTypeOf(await notifier.suppressions.find('email', 'ann@example.com')).toEqualTypeOf<readonly Suppression[]>();
void notifier.suppressions.add({ channel: 'email', address: 'ann@example.com' }, { tx: { begun: true } });

// @ts-expect-error there is no such reason
void notifier.suppressions.add({ channel: 'email', address: 'ann@example.com', reason: 'bounce' });
// @ts-expect-error there is no such scope
void notifier.suppressions.add({ channel: 'email', address: 'ann@example.com', scope: 'marketing' });
// @ts-expect-error another database's transaction
void notifier.suppressions.remove({ channel: 'email', address: 'ann@example.com' }, { tx: { open: true } });

expectTypeOf(unsubscribeHandler(notifier)).toEqualTypeOf<(request: Request) => Promise<Response>>();
expectTypeOf(new PermanentDeliveryError('550', { reason: 'no-such-address' }).reason).toEqualTypeOf<
  'no-such-address' | undefined
>();
