import type { EmailMessage, Message } from '../../src/ports/transport.js';

export function anEmail(given: Partial<EmailMessage> = {}): EmailMessage {
  return {
    ...aText({
      key: 'booking/B-1/pre-visit/S-1/ann%40example.com/email/2026-03-10',
      channel: 'email',
      address: 'ann@example.com',
    }),
    subjectLine: 'Your visit',
    html: '<p>See you tomorrow.</p>',
    ...given,
  };
}

export function aText(given: Partial<Message> = {}): Message {
  return {
    key: 'booking/B-1/pre-visit/S-1/ann%40example.com/sms/2026-03-10',
    channel: 'sms',
    lifecycle: 'booking',
    subject: 'B-1',
    rule: 'pre-visit',
    role: 'participant',
    recipient: { name: 'Ann', email: 'ann@example.com', phone: '+886912345678' },
    address: '+886912345678',
    locale: 'zh-TW',
    category: 'transactional',
    site: undefined,
    text: 'See you tomorrow.',
    attempt: 1,
    abort: new AbortController().signal,
    ...given,
  };
}
