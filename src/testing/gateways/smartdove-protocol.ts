/**
 * SMARTDOVE, as its clients speak with it. Its error codes are not published: those here are made up.
 * @module
 */
import { type GatewayProtocol, ok } from './protocol.js';

const token = 'smartdove-token';

/** Answers as SMARTDOVE does: `is_error`, and an id or a message. */
export const smartdoveProtocol: GatewayProtocol<{ readonly baseUrl: string; readonly token: string }> = {
  options: (baseUrl) => ({ baseUrl, token }),
  refusal: (words) => ok({ is_error: true, error_code: 1, error_message: words }),
  answer: ({ method, path, body }, book) => {
    const form = new URLSearchParams(body);
    const to = form.get('phone_number') ?? '';
    const text = form.get('content') ?? '';
    const refuse = smartdoveProtocol.refusal;
    if (method !== 'POST' || path !== '/index.php?r=smsApi/SendOneSms') return { status: 404, body: 'Not Found' };
    if (form.get('token') !== token) return refuse('invalid token');
    if (!/^(?:09\d{8}|[1-9]\d{7,14})$/.test(to)) return refuse('invalid phone number');
    if (text === '') return refuse('no content');
    if (book.balance < 1) return refuse('insufficient balance');
    const { id } = book.accept({ to, text }, 1);
    return ok({ is_error: false, error_code: 0, error_message: '', sms_id: id, sms_code: '1' });
  },
};
