/**
 * The invitations of the preset: a participant's own sessions, for their calendar.
 * @module
 */
import type { CalendarTemplate, LocaleTemplates } from '../../../templates/template-set.js';

/** Words of an invitation, in the language of the mail. */
export interface InvitationWords {
  readonly order: string;
  readonly session: string;
  readonly quantity: string;
  readonly phone: string;
  /** Parts a label from its value. */
  readonly colon: string;
}

const isOwn = '(sameContact participant @root.recipient)';

/**
 * By rule, what happens to a session of the recipient: the first voucher invites to those that are accepted, a later one also takes
 * out those that were cancelled, and a cancelled order all that had been accepted.
 */
const methods: Readonly<Record<string, string>> = {
  'booking-voucher': `{{#if (and ${isOwn} (eq status 'accepted'))}}REQUEST{{/if}}`,
  'voucher-changed': `{{#if ${isOwn}}}{{#if (eq status 'accepted')}}REQUEST{{else if (eq status 'cancelled')}}CANCEL{{/if}}{{/if}}`,
  'order-cancelled': `{{#if (and ${isOwn} (not (eq status 'pending')))}}CANCEL{{/if}}`,
};

/** The texts of one language, with the invitations that go with them. */
export function withInvitations(texts: LocaleTemplates, words: InvitationWords, minutes: number): LocaleTemplates {
  const templates = Object.entries(texts.templates).map(([rule, channels]) => {
    const method = methods[rule];
    if (method === undefined || channels.email === undefined) return [rule, channels] as const;
    return [rule, { ...channels, email: { ...channels.email, calendar: invitation(method, words, minutes) } }] as const;
  });
  return { ...texts, templates: Object.fromEntries(templates) };
}

function invitation(
  method: string,
  { order, session, quantity, phone, colon }: InvitationWords,
  minutes: number,
): CalendarTemplate {
  return {
    method,
    each: 'sessions',
    start: 'startsAt',
    minutes,
    // Two shops may give orders the same number, and one person book at both.
    uid: '{{no}}@{{#if @root.shop.id}}{{@root.shop.id}}{{else}}{{@root.shop.name}}{{/if}}',
    summary: '{{service}} · {{@root.shop.name}}',
    location: '{{location}}',
    description: [
      `${order}${colon}{{@root.no}}\n${session}${colon}{{no}}`,
      `{{#if quantity}}\n${quantity}${colon}{{number quantity}}{{/if}}`,
      `{{#if @root.shop.phone}}\n${phone}${colon}{{@root.shop.phone}}{{/if}}`,
    ].join(''),
    url: '{{@root.shop.url}}',
    organizer: { name: '{{@root.shop.name}}', email: '{{@root.shop.email}}' },
  };
}
