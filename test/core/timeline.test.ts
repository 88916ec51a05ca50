import { describe, expect, test } from 'vitest';
import { cellsOf, cutToCells, paddedToCells } from '../../src/core/text-cells.js';
import { inTimelineOrder, type TimelineLine, timelineJson } from '../../src/core/timeline.js';
import { timelineText } from '../../src/core/timeline-text.js';
import { rules } from '../builders/small-shop.js';

const at = Date.parse('2026-03-01T03:00Z');
const line = {
  at,
  lifecycle: 'order',
  subject: 'A-1',
  outcome: 'sent',
  rule: 'received',
  channel: 'email',
} satisfies TimelineLine;

describe('the order of lines', () => {
  const names = (lines: readonly TimelineLine[]) =>
    inTimelineOrder(lines, [rules.compiled]).map(({ rule, channel, subject }) => [rule, channel, subject].join(' '));

  test('is by time, then by rule as in the table, then by channel as in the rule', () => {
    expect(
      names([
        { ...line, rule: 'tracking', channel: 'email' },
        { ...line, rule: 'tracking', channel: 'sms' },
        { ...line, channel: 'sms' },
        { ...line, at: at + 1, rule: 'received' },
        line,
      ]),
    ).toEqual(['received email A-1', 'received sms A-1', 'tracking sms A-1', 'tracking email A-1', 'received email A-1']);
  });

  test('keeps lines as they were that are equal in all three', () => {
    expect(
      names([
        { ...line, subject: 'B' },
        { ...line, subject: 'A' },
      ]),
    ).toEqual(['received email B', 'received email A']);
  });

  test('puts what has no rule, or an unknown one, last at its instant', () => {
    const refused: TimelineLine = { at, lifecycle: 'order', subject: 'A-1', outcome: 'refused' };
    expect(names([refused, { ...line, rule: 'gone' }, line])).toEqual(['received email A-1', '  A-1', 'gone email A-1']);
  });
});

test('JSON has the promised keys only, and leaves out what does not apply', () => {
  const told = { ...line, outcome: 'signal', channel: undefined, signal: 'order.cancel' } satisfies TimelineLine;
  expect(timelineJson(told, 'Asia/Taipei')).toBe(
    '{"at":"2026-03-01T11:00:00+08:00","subject":"A-1","rule":"received","outcome":"signal"}',
  );
});

describe('the table', () => {
  test('keeps its columns under each other, whatever the script', () => {
    const text = timelineText(
      [
        {
          ...line,
          role: 'customer',
          recipient: '王小明',
          address: 'x@example.com',
          subjectLine: '您的預約\n已確認',
          text: 'not shown',
        },
        {
          ...line,
          outcome: 'skipped',
          channel: 'sms',
          role: 'customer',
          recipient: 'Ann',
          code: 'no-address',
          why: 'Ann has no phone',
        },
        { ...line, outcome: 'signal', channel: undefined, signal: 'order.cancel' },
        { ...line, outcome: 'withdrawn', code: 'withdrawn', why: 'it is paid' },
        { at, lifecycle: 'order', subject: 'A-10', outcome: 'refused', code: 'no-transition', why: 'it is cancelled' },
      ],
      'Asia/Taipei',
    );
    expect(text).toBe(
      [
        'All times are those of Asia/Taipei.',
        '',
        'Sunday 2026-03-01 (+08:00)',
        '  11:00  A-1   sent       received  email  王小明 (customer)  x@example.com  您的預約 已確認',
        '  11:00  A-1   skipped    received  sms    Ann (customer)                    no-address: Ann has no phone',
        '  11:00  A-1   signal     received                                           order.cancel',
        '  11:00  A-1   withdrawn  received  email                                    it is paid',
        '  11:00  A-10  refused                                                       no-transition: it is cancelled',
        '',
        '1 sent, 1 signal, 1 skipped, 1 withdrawn, 1 refused.',
        '',
      ].join('\n'),
    );
  });

  test('has a block for each offset of a day on which the clocks are changed, and seconds where there are some', () => {
    const times = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z', '2026-11-01T06:30:01Z', '2026-11-02T06:30:00Z'];
    const text = timelineText(
      times.map((time) => ({ ...line, at: Date.parse(time) })),
      'America/New_York',
    );
    expect(text.split('\n').map((row) => row.replace(/ +A-1 {2}sent {2}received {2}email/, '').trimEnd())).toEqual([
      'All times are those of America/New_York.',
      '',
      'Sunday 2026-11-01 (-04:00)',
      '  01:30',
      '',
      'Sunday 2026-11-01 (-05:00)',
      '  01:30',
      '  01:30:01',
      '',
      'Monday 2026-11-02 (-05:00)',
      '  01:30',
      '',
      '4 sent.',
      '',
    ]);
  });
});

describe('cells of a terminal', () => {
  test.each([
    ['abc', 3],
    ['林美玲', 6],
    ['ｶﾅ', 2],
    ['한글', 4],
    ['「」，。', 8],
    ['e\u0301', 1],
    ['🎉', 2],
    ['a\u200Bb', 2],
    ['Привет', 6],
  ])('%s takes %i', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  test('a text is padded, or cut between characters', () => {
    expect(paddedToCells('林', 5)).toBe('林   ');
    expect(paddedToCells('abc', 2)).toBe('abc');
    expect(cutToCells('林美玲', 6)).toBe('林美玲');
    expect(cutToCells('林美玲', 5)).toBe('林美…');
    expect(cutToCells('林美玲', 4)).toBe('林…');
    expect(cutToCells('ab cd', 4)).toBe('ab…');
  });
});
