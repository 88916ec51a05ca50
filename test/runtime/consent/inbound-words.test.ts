import { expect, test } from 'vitest';
import { inboundWord } from '../../../src/runtime/consent/inbound-words.js';

test.each([
  'STOP',
  'stop',
  ' Stop. ',
  '"STOP"!',
  'ＳＴＯＰ',
  'stop\u200B\n',
  'Opt-out',
  'stop   all',
  'Unsubscribe',
  '退訂',
  '「退訂」',
  '退订',
  '取消訂閱。',
  'td',
  'Стоп',
  'отписаться!',
  'ОТПИСКА',
])('%j stops', (text) => {
  expect(inboundWord(text)).toBe('stop');
});

test.each(['START', 'start!', 'unstop', '訂閱', 'Старт', 'подписаться'])('%j starts again', (text) => {
  expect(inboundWord(text)).toBe('start');
});

// What the customers of a shop answer when they mean their booking.
test.each(['', ' ', '!', 'CANCEL', 'end', 'quit', 'YES', 'Please do not stop', 'bus stop', '不要退訂', 'не стоп', 'STOPP', 'T'])(
  '%j says nothing of the kind',
  (text) => {
    expect(inboundWord(text)).toBeUndefined();
  },
);

test('words of the host are known beside these, and stop goes first', () => {
  const own = { stop: ['Arrêt', 'start'], start: ['Reprendre'] };
  expect(inboundWord('ARRÊT', own)).toBe('stop');
  expect(inboundWord('reprendre.', own)).toBe('start');
  expect(inboundWord('START', own)).toBe('stop');
  expect(inboundWord('stop', own)).toBe('stop');
});
