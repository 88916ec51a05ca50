/**
 * TargetSMS, its JSON protocol.
 * @module
 */
import type { GatewayBook } from './book.js';
import { type GatewayProtocol, type GatewayReply, ok } from './protocol.js';

const account = { login: 'studio', password: 'targetsms-password', token: 'targetsms-token' };

/** The parts of a request that are looked at. */
interface Content {
  readonly type?: string;
  readonly security?: { readonly login?: string; readonly password?: string };
  readonly message?: readonly {
    readonly sender?: string;
    readonly text?: string;
    readonly abonent?: readonly { readonly phone?: string; readonly client_id_sms?: number }[];
  }[];
  readonly get_state?: readonly string[];
}

/** Answers as documented: an id, or a sentence. A `client_id_sms` that comes again is not sent again. */
export const targetsmsProtocol: GatewayProtocol<{ readonly baseUrl: string; readonly token: string; readonly sender: string }> = {
  options: (baseUrl) => ({ baseUrl, token: account.token, sender: 'STUDIO' }),
  refusal: (words) => ok({ sms: [{ number_sms: '1', action: words }] }),
  answer: ({ method, path, headers, body }, book) => {
    if (method !== 'POST' || path !== '/sendsmsjson.php') return { status: 404, body: 'Not Found' };
    const content = contentOf(body);
    if (content === undefined) return ok({ error: 'Неправильный формат JSON' });
    const { login, password } = content.security ?? {};
    const isKnown = headers['authorization'] === `Bearer ${account.token}`;
    if (!isKnown && (login !== account.login || password !== account.password))
      return ok({ error: 'Неправильный логин или пароль' });
    if (content.type === 'balance') return ok({ money: { currency: 'RUR', value: String(book.balance) }, sms: [] });
    return content.type === 'state' ? states(content, book) : sent(content, book);
  },
};

function sent({ message: [message] = [] }: Content, book: GatewayBook): GatewayReply {
  const { sender: from = '', text = '', abonent: [{ phone = '', client_id_sms } = {}] = [] } = message ?? {};
  const refuse = targetsmsProtocol.refusal;
  const key = client_id_sms === undefined ? undefined : String(client_id_sms);
  const earlier = key === undefined ? undefined : book.messages.find((one) => one.key === key);
  if (earlier !== undefined) return ok({ sms: [{ number_sms: '1', id_sms: earlier.id, parts: '1', action: 'send' }] });
  if (from === '') return refuse('Нет отправителя.');
  if (!/^\d{1,15}$/.test(phone)) return refuse('Номер телефона должен быть меньше 15 символов.');
  if (text === '') return refuse('Нет текста сообщения.');
  if (book.balance < 1) return refuse('Закончились SMS.');
  const { id } = book.accept({ to: phone, text, from, key }, 1);
  return ok({ sms: [{ number_sms: '1', id_sms: id, parts: '1', action: 'send' }] });
}

function states({ get_state: ids = [] }: Content, book: GatewayBook): GatewayReply {
  const found = ids.filter((id) => book.find(id) !== undefined);
  const time = '2040-03-08 10:00:05';
  return ok({
    state: found.map((id) => ({ id_sms: id, time, state: book.states.get(id) ?? 'send', num_parts: '1', price: '1' })),
  });
}

function contentOf(body: string): Content | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
