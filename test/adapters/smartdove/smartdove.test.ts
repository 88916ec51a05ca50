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
