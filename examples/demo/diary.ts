/**
 * The diary: what happened at the studio, and who was told of it, as a table for people.
 * @module
 */
import type { JobEvent, Notifier, RefusedEvent, SentEvent } from 'orderbell';

/** One line of the diary. */
export interface Entry {
  readonly at: Date;
  readonly subject: string;
  readonly kind: 'happened' | 'sent' | 'not sent' | 'signal' | 'refused';
  /** What happened, or which message. */
  readonly what: string;
  readonly who?: string | undefined;
  readonly channel?: string | undefined;
  /** The subject line or text, or why nothing was sent. */
  readonly words?: string | undefined;
}

/** Keeps a diary of everything that a notifier does from now on. */
export function keepDiary<Tx>(notifier: Notifier<Tx>): Entry[] {
  const entries: Entry[] = [];
  const message = ({ at, job, channel }: JobEvent) => {
    return { at, subject: job.subject, what: named(job.rule), who: whoOf(job), channel };
  };
  notifier.on('sent', (event: SentEvent) => {
    entries.push({ ...message(event), kind: 'sent', words: event.subjectLine ?? event.text });
  });
  for (const outcome of ['skipped', 'withdrawn', 'failed', 'unknown'] as const) {
    notifier.on(outcome, (event) => {
      // A signal that is no longer wanted is no message to anybody.
      if (event.job.signal === undefined) entries.push({ ...message(event), kind: 'not sent', words: event.why });
    });
  }
  notifier.on('signal', (event) => {
    entries.push({ ...message(event), kind: 'signal', words: `the shop is told: ${event.job.signal}` });
  });
  notifier.on('refused', ({ at, subject, why }: RefusedEvent) => {
    entries.push({ at, subject, kind: 'refused', what: 'refused', words: why });
  });
  return entries;
}

function whoOf({ recipientName, recipient, role }: JobEvent['job']): string | undefined {
  const name = recipientName ?? recipient;
  return name === undefined ? undefined : `${name} (${role ?? 'direct'})`;
}

/** `payment-reminder` as people say it; the one in `pre-visit` is no hyphen to lose. */
export function named(rule: string): string {
  return rule.replace(/(?<!^pre)-/g, ' ');
}

const marks: Readonly<Record<Entry['kind'], string>> = {
  happened: '*',
  sent: '->',
  'not sent': 'x',
  signal: '!',
  refused: 'x',
};

/** The diary day by day, in the zone of the studio. */
export function diaryText(entries: readonly Entry[], zone: string): string {
  const rows = entries.map((entry) => ({ day: dayOf(entry.at, zone), entry, cells: cellsOf(entry, zone) }));
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...rows.filter(({ entry }) => entry.kind !== 'happened').map(({ cells }) => cellWidth(cells[column] ?? ''))),
  );
  const lines: string[] = [];
  let day = '';
  for (const row of rows) {
    if (row.day !== day) lines.push('', row.day);
    day = row.day;
    const padded = row.cells.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - cellWidth(cell))));
    lines.push(`  ${padded.join('  ')}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

function cellsOf({ at, subject, kind, what, who = '', channel = '', words = '' }: Entry, zone: string): readonly string[] {
  const cells = [timeOf(at, zone), subject, marks[kind], what];
  return kind === 'happened' ? cells : [...cells, who, channel, cut(words.replace(/\s+/g, ' '), 64)];
}

/** `Monday 2 March 2026` */
export function dayOf(at: Date, zone: string): string {
  const options = { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return at.toLocaleDateString('en-GB', options).replace(',', '');
}

/** `09:15` */
export function timeOf(at: Date, zone: string): string {
  return at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
}

/** Cells that a text takes in a terminal, where Chinese characters are two wide. */
function cellWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

function cut(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  let kept = '';
  for (const character of text) {
    if (cellWidth(kept + character) >= cells) break;
    kept += character;
  }
  return `${kept}…`;
}
