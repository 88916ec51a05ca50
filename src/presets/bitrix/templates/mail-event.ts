/**
 * The texts of e-mail events: what Bitrix has written, handed on.
 * @module
 */
import type { ChannelTemplates, EmailTemplate, Layout } from '../../../templates/template-set.js';

/** The e-mail of an event as it was made, with a subject line of ours where it has none; a text without HTML keeps its lines. */
export function mailOfEvent(subject: string): EmailTemplate {
  return {
    subject: `{{#if payload.subject}}{{payload.subject}}{{else}}${subject}{{/if}}`,
    text: '{{payload.text}}',
    // What Bitrix sends as an e-mail is HTML already.
    html: '{{#if payload.html}}{{{payload.html}}}{{else if payload.text}}<div style="white-space:pre-wrap">{{payload.text}}</div>{{/if}}',
  };
}

/** The SMS is what the event says; without one it is empty, and not sent. */
export function mailEvent(subject: string): ChannelTemplates {
  return { email: mailOfEvent(subject), sms: '{{payload.sms}}' };
}

/** A layout for all e-mails but those of events, which are whole as they come. */
export function exceptEvents({ html = '{{{body}}}', text = '{{{body}}}' }: Layout): Layout {
  const around = (part: string) => `{{#if (eq rule.name 'mail-event')}}{{{body}}}{{else}}${part}{{/if}}`;
  return { html: around(html), text: around(text) };
}
