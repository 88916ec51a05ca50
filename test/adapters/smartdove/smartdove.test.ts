import { describe, expect, test } from 'vitest';
import { smartdove, smartdoveReceipt } from '../../../src/adapters/smartdove/index.js';
import { errorOf, gatewaySuite, withGateway } from '../gateway-suite.js';
import { aText } from '../messages.js';

gatewaySuite({
  provider: 'smartdove',
  make: (gateway, options = {}) => smartdove({ ...gateway.options, ...options }),
  refusal: 'invalid phone number',
  secrets: ['smartdove-token'],
  lost: 'delivery-unknown',
  failed: 'delivery-unknown',
});

test('a message is a form, by POST, with campaign and address for receipts where they are given', async () => {
  await withGateway('smartdove', async (gateway) => {
    const responseUrl = 'https://shop.example.com/receipts?by=smartdove';
    const transport = smartdove({ ...gateway.options, campaignId: '7', responseUrl });
    expect(await transport.send(aText({ text: '您好 🎂' }))).toEqual({ id: '1' });
    expect(Object.fromEntries(new URLSearchParams(gateway.requests[0]?.body))).toEqual({
      token: 'smartdove-token',
      campaign_id: '7',
      response_url: responseUrl,
      phone_number: '0912345678',
      content: '您好 🎂',
    });
  });
});

test.each([
  ['+886912345678', '0912345678'],
  ['0912-345-678', '0912345678'],
  ['+81 90 1234 5678', '819012345678'],
])('%s is sent to %s', async (address, to) => {
  await withGateway('smartdove', async (gateway) => {
    await smartdove(gateway.options).send(aText({ address }));
    expect(gateway.messages).toMatchObject([{ to }]);
  });
});

describe('refusals', () => {
  test('are final, with the words of the gateway', async () => {
    await withGateway('smartdove', async (gateway) => {
      const error = await errorOf(smartdove({ ...gateway.options, token: 'another-token' }).send(aText()));
      expect(error).toMatchObject({
        code: 'delivery-permanent',
        message: 'smartdove: refused the message, error_code 1 («invalid token»).',
      });
    });
  });

  test.each(['insufficient balance', '點數不足', '餘額不足'])('«%s» waits for credit', async (words) => {
    await withGateway('smartdove', async (gateway) => {
      gateway.misbehave({ code: words });
      expect(await errorOf(smartdove(gateway.options).send(aText()))).toMatchObject({
        code: 'delivery-retryable',
        reason: 'no-credit',
      });
    });
  });

  test('without an id, a success is no answer', async () => {
    await withGateway('smartdove', async (gateway) => {
      gateway.misbehave({ status: 200, body: { is_error: false, error_code: 0 } });
      const error = await errorOf(smartdove(gateway.options).send(aText()));
      expect(error).toMatchObject({ code: 'delivery-unknown', message: expect.stringContaining('sms_id') });
    });
  });
});

test('a call to responseUrl is read from its query, and any other call is none', () => {
  const query = new URLSearchParams('sms_id=5&sms_code=2&update_time=2040-03-08%2010:00:05');
  expect(smartdoveReceipt(query)).toEqual({ id: '5', code: '2', time: '2040-03-08 10:00:05' });
  expect(smartdoveReceipt(new URLSearchParams('sms_id=5&sms_code=2'))).toEqual({ id: '5', code: '2', time: undefined });
  expect(smartdoveReceipt(new URLSearchParams('sms_id=5'))).toBeUndefined();
});

describe('receipts', () => {
  const receiptKey = 'a-key-that-nobody-guesses';
  const responseUrl = 'https://shop.example.com/receipts?by=smartdove';
  const states = { '2': 'delivered', '3': 'expired' } as const;
  const read = async (payload: unknown) =>
    smartdove({ token: 'token', responseUrl, receiptKey, receiptStates: states }).readReceipt?.(payload);
  const address = (query: string) => `${responseUrl}&key=${receiptKey}&${query}`;

  test('come to an address that holds the key', async () => {
    await withGateway('smartdove', async (gateway) => {
      await smartdove({ ...gateway.options, responseUrl, receiptKey }).send(aText());
      const url = new URLSearchParams(gateway.requests[0]?.body).get('response_url');
      expect(url).toBe('https://shop.example.com/receipts?by=smartdove&key=a-key-that-nobody-guesses');
    });
  });

  test('are read from a Request, an address or a query', async () => {
    const url = address('sms_id=5&sms_code=2&update_time=2040-03-08+10%3A00');
    const receipt = { id: '5', state: 'delivered', word: '2', time: '2040-03-08 10:00' };
    for (const payload of [
      url,
      new URL(url),
      new URL(url).searchParams,
      new Request(url),
      url.replace('https://shop.example.com', ''),
    ])
      expect(await read(payload)).toEqual(receipt);
  });

  test('with a code that nobody has explained are kept as underway', async () => {
    expect(await read(address('sms_id=5&sms_code=9'))).toMatchObject({ state: 'underway', word: '9' });
    expect(await read(address('sms_id=5&sms_code=constructor'))).toMatchObject({ state: 'underway' });
  });

  test.each([
    ['receipt-forged', `${responseUrl}&sms_id=5&sms_code=2`],
    ['receipt-forged', `${responseUrl}&key=a-key-that-nobody-guesse&sms_id=5&sms_code=2`],
    ['receipt-forged', 'rubbish'],
    ['receipt-invalid', address('sms_code=2')],
    ['receipt-invalid', undefined],
    ['receipt-invalid', 7],
  ])('are refused with %s: %s', async (code, payload) => {
    const error = await errorOf(read(payload));
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain(receiptKey);
  });

  test('are not read without a key, and a key needs an address', () => {
    expect(smartdove({ token: 'token', responseUrl }).readReceipt).toBeUndefined();
    expect(() => smartdove({ token: 'token', receiptKey })).toThrow('receiptKey goes with responseUrl');
    expect(() => smartdove({ token: 'token', responseUrl, receiptKey: 'short' })).toThrow('16 or more');
  });
});
