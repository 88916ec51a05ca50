/**
 * Words by which people stop messages, or ask for them again, when they answer one.
 * @module
 */
import type { InboundWords } from './consent-options.js';

/**
 * The words of each language, in capitals. CANCEL, END, QUIT and YES are not among them, although some networks know them: the customers of
 * a shop answer so when they mean their booking.
 */
const known: Readonly<Record<'en' | 'zh' | 'ru', Required<InboundWords>>> = {
  en: { stop: ['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'OPTOUT', 'OPT OUT'], start: ['START', 'UNSTOP', 'SUBSCRIBE'] },
  zh: { stop: ['退訂', '退订', '取消訂閱', '取消订阅', '拒收', 'TD'], start: ['訂閱', '订阅', '重新訂閱', '重新订阅'] },
  ru: { stop: ['СТОП', 'ОТПИСАТЬСЯ', 'ОТПИСКА', 'ОТПИШИТЕ'], start: ['СТАРТ', 'ПОДПИСАТЬСЯ', 'ПОДПИСКА'] },
};

/**
 * What a whole message says: `stop`, `start`, or nothing that is known. Case, width, punctuation, quotes and white space around and between
 * words do not count; a sentence in which such a word stands is no such word.
 */
export function inboundWord(text: string, own: InboundWords = {}): 'stop' | 'start' | undefined {
  const said = bare(text);
  if (said === '') return undefined;
  const says = (kind: 'stop' | 'start') =>
    [own, known.en, known.zh, known.ru].some((words) => words[kind]?.some((word) => bare(word) === said));
  // Stop first: who has a word for both is left alone.
  return says('stop') ? 'stop' : says('start') ? 'start' : undefined;
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/Ё/g, 'Е')
    .replace(/[\p{P}\p{S}\p{Cf}\p{Cc}\s]+/gu, ' ')
    .trim();
}
