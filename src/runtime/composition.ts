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
import { ruleFor } from '../core/pinned.js';
import { redacted, type Visible } from '../core/redaction.js';
import type { Category } from '../core/rule.js';
import type { MessageSender } from '../ports/transport.js';
import type { Consultation } from './consent/consent.js';
import type { OutgoingMessage } from './outcome.js';
import { Outgoing } from './outgoing.js';
import type { Parts } from './setup.js';
import { tableFor } from './subjects.js';
import type { Writer } from './texts/site-texts.js';
import { writerFor } from './texts/writing.js';
import type { Trial } from './trial.js';

/** That a job is to be delivered, and how. */
export type Deliver = Extract<Verdict, { kind: 'deliver' }>;

type Open = Extract<ChannelVerdict, { kind: 'open' }>;

/** A message to be written for one recipient on one channel, and everything that has a say in it. */
export class Letter<Tx> implements Consultation {
  readonly trial: Trial<Tx>;
  readonly job: ClaimedJob;
  readonly situation: Situation;
  readonly verdict: Deliver;
  readonly recipient: Recipient;
  readonly category: Category;
  readonly channel: string;
  /** Where it goes: E.164 for SMS. */
  readonly address: string;
  /** The address as it is recorded. */
  readonly recorded: string;
  readonly destination: OutgoingMessage['destination'];
  /** Undefined where nobody has texts for it. */
  readonly writer: Writer | undefined;
  readonly now: number;
  unsubscribe: OutgoingMessage['unsubscribe'];
  /** With the code in clear, where it was sealed. */
  payload: unknown;
  /** Whether it was handed to its transports, who reject no more. */
  isHandedOver = false;
  #written: OutgoingMessage | Reason | undefined;
  #stripped: OutgoingMessage | Reason | undefined;

  constructor(trial: Trial<Tx>, verdict: Deliver, recipient: Recipient, channel: string, open: Open, now: number) {
    const { job } = trial.held;
    this.trial = trial;
    this.job = job;
    this.situation = trial.situation;
    this.verdict = verdict;
    this.recipient = recipient;
    this.category = verdict.category;
    this.channel = channel;
    this.address = open.to;
    this.recorded = open.address;
    this.destination = open.destination;
    this.writer = writerFor(trial.desk.parts.templates.get(job.lifecycle), job.lifecycle, trial.site, trial.texts);
    this.now = now;
    this.unsubscribe = undefined;
    this.payload = undefined;
  }

  /**
   * The message with its text, or why there is none: it is empty, or does not fit. Written once for all transports that take emoji, and
   * once for those that do not. Throws where it cannot be written.
   */
  written(stripEmoji: boolean): OutgoingMessage | Reason {
    if (stripEmoji) {
      this.#stripped ??= written(this, true);
      return this.#stripped;
    }
    this.#written ??= written(this, false);
    return this.#written;
  }
}

function written<Tx>(letter: Letter<Tx>, stripEmoji: boolean): OutgoingMessage | Reason {
  const { trial, job, verdict, recipient, channel, situation, writer, unsubscribe, destination } = letter;
  const { held, site } = trial;
  const { parts } = trial.desk;
  const visible = visibleTo(parts, situation, verdict.view.item, letter.payload, recipient, job);
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
    calendar: { subject: job.subject, revision: revisionOf(job) ?? trial.revision, at: new Date(letter.now) },
  });
  if (rendered?.kind === 'empty') return { code: 'empty', why: 'the template rendered to nothing' };
  if (rendered?.kind === 'too-long') return { code: 'limit', why: rendered.why };
  if (rendered === undefined || rendered.kind === 'missing') {
    throw new OrderbellError(
      'missing-template',
      `no template '${verdict.template}' of '${job.lifecycle}' is written for '${channel}'.`,
    );
  }
  const message = new Outgoing(letter, rendered.locale, rendered.text, held.abort);
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
  item: unknown,
  payload: unknown,
  { role, contact }: Recipient,
  job: ClaimedJob,
): Visible {
  const all = { subject, item, payload, recipient: contact };
  if (model.internal === undefined || readsInternal(model.internal, role, contact)) return all;
  return redacted(model, all, ruleFor(tableFor(parts, job.lifecycle), job)?.items);
}
