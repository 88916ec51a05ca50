/**
 * The calendar of an e-mail: from its template and the data of a message to files.
 * @module
 */
import type { CalendarFile, CalendarMethod } from '../../core/calendar-file.js';
import { addressOf } from '../../core/contact.js';
import { OrderbellError } from '../../core/errors.js';
import type { RenderData } from '../built-ins.js';
import type { Part } from '../compiler.js';
import type { CalendarRequest, RenderExtra } from '../engine.js';
import { epochOf } from '../formats.js';
import { kindOfValue } from '../place.js';
import type { CalendarTemplate } from '../template-set.js';
import { calendarObject } from './appointment.js';
import { mailAddress, uidPart, webAddress } from './content-line.js';

/** A message as the calendar sees it. */
export interface CalendarContext {
  readonly lifecycle: string;
  readonly root: RenderExtra;
  readonly data: RenderData;
  readonly request: CalendarRequest;
}

/** The files of a message; none where there is nothing to invite to. */
export type CalendarPart = (context: CalendarContext) => readonly CalendarFile[];

/**
 * Makes a calendar template ready. `compile` gets the name and source of each of its texts.
 *
 * One file holds one appointment, as a request is for one UID (RFC 5546, section 3.2.2). Where its method is empty, it has no start,
 * or one of the two people has no address, there is none.
 */
export function createCalendarPart(
  template: CalendarTemplate,
  compile: (name: string, source: string) => Part,
  place: string,
): CalendarPart {
  const optional = (name: string, source: string | undefined): Part => (source === undefined ? () => '' : compile(name, source));
  const method = compile('method', template.method);
  const uid = compile('uid', template.uid);
  const summary = compile('summary', template.summary);
  const location = optional('location', template.location);
  const description = optional('description', template.description);
  const url = optional('url', template.url);
  const organizerName = optional('organizer.name', template.organizer.name);
  const organizerEmail = compile('organizer.email', template.organizer.email);

  const fileOf = (scope: object, { lifecycle, root, data, request }: CalendarContext) => {
    const asked = methodOf(method(scope, data), place);
    if (asked === undefined) return undefined;
    const start = startOf(valueAt(scope, template.start), place, template.start);
    const organizer = mailAddress(organizerEmail(scope, data));
    const attendee = mailAddress(addressOf(root.recipient, 'email'));
    if (start === undefined || organizer === undefined || attendee === undefined) return undefined;
    const content = calendarObject({
      method: asked,
      uid: [lifecycle, request.subject, uid(scope, data)].map(uidPart).join('/'),
      sequence: request.revision,
      stamp: request.at.getTime(),
      start,
      minutes: template.minutes,
      zone: data.timeZone,
      language: data.locale,
      summary: summary(scope, data),
      location: location(scope, data),
      description: description(scope, data),
      url: webAddress(url(scope, data)),
      organizer: { address: organizer, name: organizerName(scope, data) },
      attendee: { address: attendee, name: root.recipient.name ?? '' },
    });
    return { method: asked, content };
  };

  return (context) => {
    const scopes = template.each === undefined ? [context.root] : listAt(context.root, template.each);
    return named(scopes.flatMap((scope) => fileOf(scope, context) ?? []));
  };
}

function named(files: readonly Omit<CalendarFile, 'filename'>[]): readonly CalendarFile[] {
  return files.map(({ method, content }, index) => {
    const number = files.length > 1 ? `-${index + 1}` : '';
    return { method, content, filename: `${method === 'CANCEL' ? 'cancel' : 'invite'}${number}.ics` };
  });
}

function methodOf(text: string, place: string): CalendarMethod | undefined {
  const method = text.trim();
  if (method === '' || method === 'REQUEST' || method === 'CANCEL') return method === '' ? undefined : method;
  throw new OrderbellError('render-failed', `${place}.method: it rendered to neither 'REQUEST', 'CANCEL' nor nothing.`);
}

function startOf(value: unknown, place: string, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    return epochOf(value);
  } catch (cause) {
    const message = `${place}.start: '${path}': ${cause instanceof Error ? cause.message : kindOfValue(value)}`;
    throw new OrderbellError('render-failed', message, { cause });
  }
}

function listAt(root: object, path: string): readonly object[] {
  const list = valueAt(root, path);
  return Array.isArray(list) ? list.filter((element) => typeof element === 'object' && element !== null) : [];
}

/** What own properties lead to, as Handlebars reads them. */
function valueAt(start: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value instanceof Object && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined),
      start,
    );
}
