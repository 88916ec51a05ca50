/**
 * What the pages say, in each language.
 * @module
 */

/** The texts of the pages in one language. */
export interface UnsubscribeTexts {
  readonly title: string;
  /** Asks whether to unsubscribe; `{address}` stands for the address, mostly hidden. */
  readonly question: string;
  readonly unsubscribe: string;
  readonly doneTitle: string;
  readonly done: string;
  /** What goes on: the messages about orders. */
  readonly stays: string;
  readonly undo: string;
  readonly undoneTitle: string;
  readonly undone: string;
  readonly invalidTitle: string;
  readonly invalid: string;
  readonly busyTitle: string;
  readonly busy: string;
}

/** The languages that are there; any other may be given. */
export const pageTexts: Readonly<Record<string, UnsubscribeTexts>> = {
  en: {
    title: 'Unsubscribe',
    question: 'Shall we stop sending news and offers to {address}?',
    unsubscribe: 'Unsubscribe',
    doneTitle: 'You are unsubscribed',
    done: 'We send no more news and offers to {address}.',
    stays: 'You still get the messages about your orders and bookings.',
    undo: 'Undo: go on sending them',
    undoneTitle: 'You are subscribed again',
    undone: 'We send news and offers to {address} again.',
    invalidTitle: 'This link does not work',
    invalid:
      'It may have been cut off. Please open the link in the message itself, copy all of it, or answer the message and ask to be unsubscribed.',
    busyTitle: 'This did not work just now',
    busy: 'Nothing was changed. Please try again in a few minutes.',
  },
  'zh-TW': {
    title: '取消訂閱',
    question: '要停止寄送最新消息與優惠到 {address} 嗎？',
    unsubscribe: '取消訂閱',
    doneTitle: '已取消訂閱',
    done: '我們不會再寄送最新消息與優惠到 {address}。',
    stays: '您仍會收到與訂單及預約有關的通知。',
    undo: '復原：繼續寄送',
    undoneTitle: '已恢復訂閱',
    undone: '我們會繼續寄送最新消息與優惠到 {address}。',
    invalidTitle: '此連結無法使用',
    invalid: '連結可能不完整。請直接點選訊息中的連結、複製完整的連結，或回覆該訊息並告知您要取消訂閱。',
    busyTitle: '目前無法處理',
    busy: '設定沒有變更，請過幾分鐘再試一次。',
  },
  ru: {
    title: 'Отписаться',
    question: 'Больше не присылать новости и предложения на {address}?',
    unsubscribe: 'Отписаться',
    doneTitle: 'Вы отписаны',
    done: 'Мы больше не присылаем новости и предложения на {address}.',
    stays: 'Сообщения о ваших заказах и записях будут приходить по-прежнему.',
    undo: 'Отменить: присылать и дальше',
    undoneTitle: 'Вы снова подписаны',
    undone: 'Мы снова присылаем новости и предложения на {address}.',
    invalidTitle: 'Ссылка не работает',
    invalid:
      'Возможно, она скопирована не полностью. Откройте ссылку прямо в сообщении, скопируйте её целиком или ответьте на сообщение и попросите отписать вас.',
    busyTitle: 'Сейчас не получилось',
    busy: 'Ничего не изменилось. Попробуйте ещё раз через несколько минут.',
  },
};

/** The language that a page is in: the first wanted one that there is, by its whole tag or by its beginning; English otherwise. */
export function languageFor(wanted: readonly (string | undefined)[], known: readonly string[]): string {
  for (const tag of wanted) {
    if (tag === undefined) continue;
    const lower = tag.trim().toLowerCase();
    const language = lower.split('-')[0];
    const found =
      known.find((one) => one.toLowerCase() === lower) ?? known.find((one) => one.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The languages that a browser asks for, the most wanted first. */
export function acceptedLanguages(header: string | null): readonly string[] {
  const weighted = (header ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    });
  return weighted
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}
