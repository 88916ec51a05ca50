/**
 * TwSMS, API 4.x, as documented.
 * @module
 */
import type { GatewayBook } from './book.js';
import { type GatewayProtocol, type GatewayReply, ok } from './protocol.js';

const account = { username: 'studio', password: 'twsms-password' };

/** Answers as TwSMS documents: a code, a text, and an id or a state. */
export const twsmsProtocol: GatewayProtocol<{ readonly baseUrl: string; readonly username: string; readonly password: string }> =
  {
    options: (baseUrl) => ({ baseUrl, ...account }),
    refusal: (code) => ok({ code, text: `refused with ${code}` }),
    answer: ({ method, path, body }, book) => {
      const form = new URLSearchParams(body);
      const refuse = twsmsProtocol.refusal;
      if (method !== 'POST') return { status: 405, body: 'POST only' };
      if (form.get('username') !== account.username || form.get('password') !== account.password) return refuse('00010');
      if (path === '/json/sms_send.php') return sent(form, book);
      if (path !== '/json/sms_query.php') return { status: 404, body: 'Not Found' };
      return form.get('checkpoint') === 'Y' ? ok({ code: '00000', text: 'Success', point: book.balance }) : state(form, book);
    },
  };

function sent(form: URLSearchParams, book: GatewayBook): GatewayReply {
  const refuse = twsmsProtocol.refusal;
  const to = form.get('mobile') ?? '';
  const text = form.get('message') ?? '';
  const cost = /^09\d{8}$/.test(to) ? 1 : 3;
  if (!/^(?:09\d{8}|[1-9]\d{7,14})$/.test(to)) return refuse('00100');
  if (text === '') return refuse('00110');
  if (/\p{Extended_Pictographic}/u.test(text)) return refuse('00180');
  if (book.balance < cost) return refuse('00020');
  const { id } = book.accept({ to, text }, cost);
  return ok({ code: '00000', text: 'Success', msgid: Number(id) });
}

function state(form: URLSearchParams, book: GatewayBook): GatewayReply {
  const refuse = twsmsProtocol.refusal;
  const message = book.find(form.get('msgid'));
  if (message === undefined || message.to !== form.get('mobile')) return refuse('00300');
  const statuscode = book.states.get(message.id);
  if (statuscode === undefined) return refuse('00001');
  return ok({ code: '00000', text: 'Success', statuscode, statustext: statuscode, donetime: '2040-03-08 10:00:05' });
}
