import { expect, test } from 'vitest';
import type { CalendarFile } from '../../../src/core/calendar-file.js';
import { calendarObject } from '../../../src/templates/calendar/appointment.js';
import { anAppointment, readAppointment } from '../../templates/calendar/reading.js';
import { sentMail } from './sending.js';

const content = calendarObject(anAppointment({ summary: '手拉坯體驗'.repeat(12) }));
const invite: CalendarFile = { method: 'REQUEST', content, filename: 'invite.ics' };

/** A part of a mail as text. */
function textOf(part: { readonly content: ArrayBuffer | Uint8Array | string } | undefined): string {
  return typeof part?.content === 'string' ? part.content : new TextDecoder().decode(part?.content);
}

test('one invitation is a further form of the text, and a file beside it', async () => {
  const { mail, raw } = await sentMail({ calendar: [invite] });
  expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
  const [shown] = mail.attachments.filter(({ mimeType }) => mimeType === 'text/calendar');
  const [file] = mail.attachments.filter(({ mimeType }) => mimeType === 'application/ics');
  expect(file?.filename).toBe('invite.ics');
  for (const part of [shown, file]) expect(readAppointment(textOf(part)).value('summary')).toBe('手拉坯體驗'.repeat(12));
  expect(mail.html?.trim()).toBe('<p>See you tomorrow.</p>');
});

test('several invitations are a file each, and none takes the place of the others', async () => {
  const cancel: CalendarFile = {
    method: 'CANCEL',
    content: calendarObject(anAppointment({ method: 'CANCEL' })),
    filename: 'cancel-2.ics',
  };
  const { mail } = await sentMail({ calendar: [{ ...invite, filename: 'invite-1.ics' }, cancel] });
  const parts = mail.attachments.map((part) => [
    part.filename,
    part.mimeType,
    part.disposition,
    readAppointment(textOf(part)).method,
  ]);
  expect(parts).toEqual([
    ['invite-1.ics', 'text/calendar', 'attachment', 'REQUEST'],
    ['cancel-2.ics', 'text/calendar', 'attachment', 'CANCEL'],
  ]);
});

test('a mail without invitations has no part for them', async () => {
  const { mail } = await sentMail();
  expect(mail.attachments).toEqual([]);
});
