/**
 * Compositions: the message of a job with its text, or why there is none.
 * @module
 */
import { dayOf } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import type { ChannelVerdict, Verdict } from '../core/fire.js';
import { readsInternal } from '../core/internal.js';
import { type ClaimedJob, revisionOf } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import type { View } from '../core/model.js';
import { ruleFor } from '../core/pinned.js';
import { redacted, type Visible } from '../core/redaction.js';
import type { MessageSender } from '../ports/transport.js';
import type { OutgoingMessage } from './outcome.js';
import { Outgoing } from './outgoing.js';
import type { Parts } from './setup.js';
import { tableFor } from './subjects.js';
import type { writerFor } from './texts/writing.js';
import type { Trial } from './trial.js';

/** That a job is to be delivered, and how. */
export type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** What a message is written for. */
export interface Writing extends Pick<Extract<ChannelVerdict, { kind: 'open' }>, 'to' | 'destination'> {
  readonly writer: ReturnType<typeof writerFor>;
  /** With the code in clear, where it was sealed. */
  readonly payload: unknown;
  readonly unsubscribe: OutgoingMessage['unsubscribe'];
  readonly now: number;
}

/** The message with its text, or why there is none: it is empty, or does not fit. Throws where it cannot be written. */
export function written<Tx>(
  { parts, held, revision, site }: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  { writer, payload, to, destination, unsubscribe, now }: Writing,
  stripEmoji: boolean,
): OutgoingMessage | Reason {
  const { job } = held;
  const visible = visibleTo(parts, situation, { ...verdict.view, payload }, recipient, job);
  const rendered = writer?.render({
    template: verdict.template,
    channel,
    locales: [recipient.contact.locale, situation.model.locale(situation.subject), site?.locale],
    timeZone: situation.zone,
    data: visible.subject,
    whole: () => situation.subject,
    extra: {
      item: visible.item,
      recipient: visible.recipient,
      payload: visible.payload,
      due: { at: new Date(job.dueAt), day: dayOf(job.dueAt, situation.zone) },
      rule: { name: job.rule },
      unsubscribeUrl: unsubscribe?.url,
    },
    fitting: channel === 'sms' ? verdict.fitting : undefined,
    stripEmoji,
    calendar: { subject: job.subject, revision: revisionOf(job) ?? revision, at: new Date(now) },
  });
  if (rendered?.kind === 'empty') return { code: 'empty', why: 'the template rendered to nothing' };
  if (rendered?.kind === 'too-long') return { code: 'limit', why: rendered.why };
  if (rendered === undefined || rendered.kind === 'missing') {
    throw new OrderbellError(
      'missing-template',
      `no template '${verdict.template}' of '${job.lifecycle}' is written for '${channel}'.`,
    );
  }
  const message = new Outgoing(
    {
      key: job.key,
      channel,
      lifecycle: job.lifecycle,
      subject: job.subject,
      rule: job.rule,
      role: job.role,
      recipient: recipient.contact,
      address: to,
      locale: rendered.locale,
      category: verdict.category,
      site: job.site,
      text: rendered.text,
      attempt: job.attempts,
    },
    held.abort,
  );
  if (destination !== undefined) message.destination = destination;
  if (unsubscribe !== undefined) message.unsubscribe = unsubscribe;
  if (site?.sender !== undefined) message.sender = site.sender;
  // Whatever else the sender says stands: its address, where answers go.
  if (verdict.sender !== undefined) message.sender = { ...site?.sender, ...senderOn(channel, verdict.sender) };
  // Only e-mail has these; a transport may tell e-mail from text by them. Assigned, because V8 is slow to spread them here.
  if (rendered.subjectLine !== undefined) {
    message.subjectLine = rendered.subjectLine;
    message.html = rendered.html;
    if (rendered.attachments !== undefined) message.attachments = rendered.attachments;
    if (rendered.calendar !== undefined) message.calendar = rendered.calendar;
  }
  if (verdict.expiresAt !== undefined) message.expiresAt = new Date(verdict.expiresAt);
  return message;
}

/** Who a message is from, as its channel says it. What carries texts by another name than `sms` may be a gateway of SMS all the same. */
function senderOn(channel: string, sender: string): MessageSender {
  if (channel === 'email') return { name: sender };
  return channel === 'sms' ? { sms: sender } : { name: sender, sms: sender };
}

/** What a template sees for a recipient: everything, unless something is internal and they are from outside. */
function visibleTo<Tx>(
  parts: Parts<Tx>,
  { model, subject }: Situation,
  { item, payload }: Pick<View, 'item' | 'payload'>,
  { role, contact }: Recipient,
  job: ClaimedJob,
): Visible {
  const all = { subject, item, payload, recipient: contact };
  if (model.internal === undefined || readsInternal(model.internal, role, contact)) return all;
  return redacted(model, all, ruleFor(tableFor(parts, job.lifecycle), job)?.items);
}
