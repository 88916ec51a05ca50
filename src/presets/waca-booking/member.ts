/**
 * The member of the waca-booking preset, and the one-time code that a new one is sent by SMS.
 * @module
 */
import { z } from 'zod';
import { defineLifecycle } from '../../core/lifecycle.js';
import { countryOf, memberSchema } from './subjects.js';

/** The lifecycle of a member: no states; one fact, the request for a one-time code. */
export function memberLifecycle() {
  return defineLifecycle('member', {
    schema: memberSchema,
    key: (m) => m.id,
    timeZone: (m) => m.shop.timeZone,
    locale: (m) => m.locale ?? 'zh-TW',
    country: (m) => countryOf(m.shop),
    machines: {},
    states: {},
    facts: { 'phone.verification': z.object({ code: z.string().min(1) }) },
    roles: { member: ({ id, name, phone, locale }) => ({ id, name, phone, locale }) },
  });
}

/** Domain 1.a10. */
export function memberRules(member: ReturnType<typeof memberLifecycle>) {
  return member.rules({
    // 1.a10 手機號碼驗證
    'phone-verification': { on: 'phone.verification', to: 'member', by: ['sms'] },
  });
}
