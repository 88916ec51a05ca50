import { describe, expect, test } from 'vitest';
import type { CalendarFile } from '../../../src/core/calendar-file.js';
import { checkTemplates } from '../../../src/templates/check.js';
import { createRenderer } from '../../../src/templates/renderer.js';
import type { CalendarTemplate, TemplateSet } from '../../../src/templates/template-set.js';
import { aRequest, aSet, data, model, row } from '../model.js';
import { readAppointment } from './reading.js';

const template: CalendarTemplate = {
  method: 'REQUEST',
  each: 'sessions',
  start: 'startsAt',
  minutes: 90,
  uid: '{{no}}',
  summary: '{{service}} · {{@root.shop.name}}',
  location: 'Room {{no}}',
  description: 'Order {{@root.no}}\n{{dateTime startsAt}}',
  url: '{{@root.shop.url}}',
  organizer: { name: '{{@root.shop.name}}', email: 'studio@shop.example' },
};

function setWith(calendar: unknown): TemplateSet {
  const email = { subject: 's', text: 't', calendar: calendar as CalendarTemplate }; // may be anything: sets come from outside, too
  return aSet({ notice: { email } });
}

function found(changes: object, rule: Parameters<typeof row>[1] = {}): readonly string[] {
  const { problems } = checkTemplates(model, [row('notice', { by: ['email'], ...rule })], setWith({ ...template, ...changes }));
  return problems.map(({ code, place, message }) => `${code} | ${place.split("'notice', email.calendar").at(-1)} | ${message}`);
}

function files(
  changes: Partial<CalendarTemplate> = {},
  more: Parameters<typeof aRequest>[0] = {},
): readonly CalendarFile[] | undefined {
  const recipient = { name: 'Ann', email: 'ann@example.com' };
  const calendar = { subject: 'B-1', revision: 4, at: new Date('2026-03-03T02:00:00Z') };
  const request = aRequest({ channel: 'email', calendar, ...more }, { recipient });
  const rendered = createRenderer([setWith({ ...template, ...changes })]).render(request);
  if (rendered.kind !== 'message') throw new Error(rendered.kind);
  return rendered.calendar;
}

describe('an e-mail with a calendar', () => {
  test('has a file for each element, of one appointment each', () => {
    const [first, second, ...more] = files() ?? [];
    expect([first?.filename, second?.filename, more]).toEqual(['invite-1.ics', 'invite-2.ics', []]);
    const read = readAppointment(first?.content ?? '');
    expect(read.method).toBe('REQUEST');
    expect([read.start, read.end]).toEqual([Date.UTC(2026, 2, 5, 2), Date.UTC(2026, 2, 5, 3, 30)]);
    expect(read.value('summary')).toBe('Yoga · 小屋 <Studio>');
    expect(read.value('description')).toBe('Order B-1\nMarch 5, 2026 at 10:00');
    expect(read.value('location')).toBe('Room S1');
    expect(read.value('url')).toBe('https://studio.example/?a=1&b=2');
    expect([read.value('uid'), read.value('sequence'), read.value('status')]).toEqual(['booking/B-1/S1', 4, 'CONFIRMED']);
    expect(String(read.value('dtstamp'))).toBe('2026-03-03T02:00:00Z');
    expect([read.value('organizer'), read.parameter('organizer', 'cn')]).toEqual(['mailto:studio@shop.example', '小屋 <Studio>']);
    expect([read.value('attendee'), read.parameter('attendee', 'cn')]).toEqual(['mailto:ann@example.com', 'Ann']);
    expect([read.parameter('attendee', 'rsvp'), read.parameter('attendee', 'partstat')]).toEqual(['FALSE', 'ACCEPTED']);
  });

  test('cancels where its method says so, under the same UID', () => {
    const method = "{{#if (eq no 'S2')}}CANCEL{{/if}}";
    const [file, ...more] = files({ method }) ?? [];
    expect([file?.filename, file?.method, more]).toEqual(['cancel.ics', 'CANCEL', []]);
    const read = readAppointment(file?.content ?? '');
    expect([read.method, read.value('uid'), read.value('status')]).toEqual(['CANCEL', 'booking/B-1/S2', 'CANCELLED']);
  });

  test('has none where nothing is to be told, there is no date, or nobody to invite', () => {
    expect(files({ method: "{{#if (eq no 'S9')}}REQUEST{{/if}}" })).toBeUndefined();
    expect(files({}, { data: { ...data, sessions: [{ no: 'S1', participant: {} }] } })).toBeUndefined();
    expect(files({ organizer: { email: '' } })).toBeUndefined();
    expect(files({ organizer: { email: 'not an address' } })).toBeUndefined();
    expect(files({}, { calendar: undefined })).toBeUndefined();
  });

  test('sees the root where it has no list', () => {
    const [file] =
      files({
        each: undefined,
        start: 'placedAt',
        uid: 'visit',
        summary: 'Order {{no}}',
        location: undefined,
        description: undefined,
      }) ?? [];
    const read = readAppointment(file?.content ?? '');
    expect([read.start, read.value('summary'), read.value('uid')]).toEqual([
      data.placedAt.getTime(),
      'Order B-1',
      'booking/B-1/visit',
    ]);
    expect(read.counts).not.toHaveProperty('location');
  });

  test('fails by name where the data are not what they were said to be', () => {
    const place = "templates 'booking', locale 'en', 'notice', email.calendar";
    expect(() => files({ method: '{{service}}' })).toThrow(
      `${place}.method: it rendered to neither 'REQUEST', 'CANCEL' nor nothing.`,
    );
    const sessions = [{ no: 'S1', startsAt: 'soon', participant: {} }];
    expect(() => files({}, { data: { ...data, sessions } })).toThrow(`${place}.start: 'startsAt': expected a Date`);
  });
});

describe('the check of a calendar', () => {
  test('finds nothing in one that is in order', () => {
    expect(found({})).toEqual([]);
    expect(
      found(
        { each: undefined, start: 'item.startsAt', uid: '{{item.no}}', summary: 'x', location: 'x', description: 'x' },
        { each: 'sessions' },
      ),
    ).toEqual([]);
  });

  test('finds variables that the element does not have, and names where they are', () => {
    expect(found({ summary: '{{servise}}', description: '{{shop.name}}' })).toEqual([
      expect.stringMatching(/^unknown-variable \| \.summary, line 1 \| unknown variable 'servise'\. Did you mean 'service'\?/),
      expect.stringMatching(/^unknown-variable \| \.description, line 1 \| .*write '@root\.shop\.name'/),
    ]);
  });

  test('finds a list that is none, and a date that is none', () => {
    expect(found({ each: 'sesions' })).toEqual([
      expect.stringContaining("| .each, line 1 | unknown variable 'sesions'. Did you mean 'sessions'?"),
    ]);
    expect(found({ start: 'participant' })).toEqual([
      expect.stringMatching(/^(?:invalid-value|invalid-argument) \| \.start, line 1/),
    ]);
    expect(found({ start: 'starts' })).toEqual([expect.stringContaining("| .start, line 1 | unknown variable 'starts'")]);
  });

  test('finds what has not the form of a calendar, all at once', () => {
    const wrong = {
      method: 'PUBLISH',
      start: '{{startsAt}}',
      minutes: 0,
      uid: undefined,
      summary: 5,
      organiser: 'x',
      organizer: { mail: 'x' },
    };
    expect(found(wrong)).toEqual([
      expect.stringMatching(/^unknown-option \| \.organiser \| unknown part 'organiser'\. Did you mean 'organizer'\?/),
      "invalid-value | .method | expected 'REQUEST', 'CANCEL' or a text that yields one of them, got 'PUBLISH'.",
      'invalid-value | .minutes | expected a whole number from 1 to 10080, such as 60, got 0.',
      "invalid-value | .start | expected the path of a field, such as 'sessions' or 'item.startsAt', got '{{startsAt}}'.",
      expect.stringContaining("unknown-option | .organizer.mail | unknown part 'mail'."),
      "missing-template |  | an invitation needs 'uid'. Add uid: '...'.",
      'invalid-template | .summary | expected the text of a template, got a number.',
      "missing-template |  | an invitation needs 'organizer.email'. Add organizer.email: '...'.",
    ]);
    const nothing = checkTemplates(model, [row('notice', { by: ['email'] })], setWith('REQUEST'));
    expect(nothing.problems.map(({ code }) => code)).toEqual(['invalid-value']);
  });
});
