/** What the compiler promises about sites. Checked by `tsc`. */
import { expectTypeOf } from 'vitest';
import type { MessageSender } from '../../src/ports/transport.js';
import type { SiteSettings } from '../../src/runtime/sites/site-settings.js';

expectTypeOf<NonNullable<SiteSettings['sender']>>().toEqualTypeOf<MessageSender>();
expectTypeOf<MessageSender['sms']>().toEqualTypeOf<string | undefined>();

export const hill: SiteSettings = {
  sender: { name: '山丘', from: 'hill@example.com', replyTo: 'desk@example.com', sms: 'HILL' },
};
// @ts-expect-error the sender of SMS is `sms`, beside the name that e-mail shows
export const lake: SiteSettings = { sender: { name: '山丘', smsName: 'HILL' } };
