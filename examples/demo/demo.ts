/**
 * The demo: plays the week, prints the diary and the explanations, and writes the mails.
 * @module
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import nodemailer from 'nodemailer';
import { createNotifier, type Notifier } from 'orderbell';
import { consoleTransport } from 'orderbell/console';
import { smtp } from 'orderbell/nodemailer';
import { wacaBooking } from 'orderbell/presets/waca-booking';
import { type SqliteDatabase, sqlite } from 'orderbell/sqlite';
import { type FakeClock, fakeClock } from 'orderbell/testing';
import { diaryText, type Entry, keepDiary } from './diary.js';
import { type Mailbox, openMailbox, writeMails } from './mailbox.js';
import { OrderDesk, type Orders } from './order-desk.js';
import { reasonsText } from './reasons.js';
import { zone } from './studio.js';
import { end, week } from './week.js';

/** Where the demo writes. */
export interface DemoOptions {
  /** For what was sent. Whatever is in it is deleted first. */
  readonly directory: string;
  /** Takes what is printed. */
  readonly write: (text: string) => void;
}

/** What the demo has done. */
export interface DemoResult {
  readonly diary: readonly Entry[];
  /** Mails that the SMTP server has got. */
  readonly mails: number;
}

/** Plays the whole demo. Leaves nothing open. */
export async function runDemo({ directory, write }: DemoOptions): Promise<DemoResult> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const mailbox = await openMailbox();
  try {
    return await playWith(mailbox, directory, write);
  } finally {
    await mailbox.close();
  }
}

async function playWith(mailbox: Mailbox, directory: string, write: DemoOptions['write']): Promise<DemoResult> {
  const { lifecycles, rules, templates, enabled } = wacaBooking();
  const kept: Orders = new Map();
  const sms: string[] = [];
  const clock = fakeClock('2026-02-27T00:00', { timeZone: zone });
  const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: mailbox.port, ignoreTLS: true, pool: true });
  const database = new Database(join(directory, 'orderbell.db'));
  const notifier: Notifier<SqliteDatabase> = createNotifier({
    rules,
    templates,
    enabled,
    transports: {
      email: smtp({ transporter, from: { name: 'Little Kiln', address: 'hello@little-kiln.example.com' } }),
      sms: consoleTransport({ write: (text) => sms.push(text) }),
    },
    store: sqlite(database),
    clock,
    // One at a time, so that the diary reads in the order of the rules and not of the network.
    concurrency: 1,
    load: { booking: async (no) => kept.get(no) },
    signals: { booking: { 'order.fail': async ({ no }, { key }) => desk.event(no, 'order.fail', { key }) } },
  });
  const desk = new OrderDesk(notifier, lifecycles, kept);
  const diary = keepDiary(notifier);
  const names = new Map<string, string>();
  notifier.on('sent', ({ providerId, job }) => names.set(providerId ?? '', `${job.subject}-${job.rule}`));

  await live(notifier, clock, desk, diary);
  write('A week at Little Kiln, a pottery studio in Taipei.\n');
  write('*  something happens   ->  a message is sent   x  a message is not sent, and why   !  the shop is told\n');
  write(diaryText(diary, zone));
  write(await reasonsText(notifier, lifecycles));
  await notifier.stop();
  database.close();
  transporter.close();

  await writeMails(directory, mailbox.mails, (messageId) => names.get(messageId) ?? 'mail');
  await writeFile(join(directory, 'sms.txt'), sms.join(''));
  write(summary(diary, mailbox.mails.length, sms.length, directory));
  return { diary, mails: mailbox.mails.length };
}

/** Lets everything happen at its time, and delivers what is due in between. */
async function live<Tx>(notifier: Notifier<Tx>, clock: FakeClock, desk: OrderDesk<Tx>, diary: Entry[]): Promise<void> {
  for (const { at, subject, note, happen } of week<Tx>()) {
    await deliverUntil(notifier, clock, new Date(at));
    diary.push({ at: clock.now(), subject, kind: 'happened', what: note });
    await happen(desk);
  }
  await deliverUntil(notifier, clock, new Date(end));
}

/** The clock goes from one due instant to the next, as the days of a running shop do; `notifier.start()` would wait for them. */
async function deliverUntil<Tx>(notifier: Notifier<Tx>, clock: FakeClock, until: Date): Promise<void> {
  for (;;) {
    const { nextDueAt } = await notifier.tick();
    if (nextDueAt === undefined || nextDueAt > until) break;
    await clock.advanceTo(nextDueAt);
  }
  await clock.advanceTo(until);
}

function summary(diary: readonly Entry[], mails: number, sms: number, directory: string): string {
  const unsent = diary.filter(({ kind }) => kind === 'not sent').length;
  return [
    '',
    `${mails} e-mails went over SMTP to a server on this machine, ${sms} text messages to a file; ${unsent} messages were not sent.`,
    `Look at them: ${join(directory, 'index.html')} leads to every mail, ${join(directory, 'sms.txt')} has the text messages; ${join(directory, 'orderbell.db')} is the SQLite file that remembers it all.`,
    'Beside each .html is the mail as it came over the wire, .eml: open it with a mail program.',
    '',
  ].join('\n');
}
