import nodemailer from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { smtp } from '../../../src/adapters/nodemailer/index.js';
import { aMessage, withSink } from './sending.js';

const from = 'studio@shop.example';

describe('the limits of a transport', () => {
  test.each([
    [{ pool: true }, { concurrency: 5 }],
    [{ pool: true, maxConnections: 2 }, { concurrency: 2 }],
    [
      { pool: true, maxConnections: 3, rateLimit: 10 },
      { concurrency: 3, perSecond: 10 },
    ],
    [
      { pool: true, rateLimit: 10, rateDelta: 60_000 },
      { concurrency: 5, perSecond: 10 / 60 },
    ],
    [{ pool: true, rateLimit: 0 }, { concurrency: 5 }],
    [{}, undefined],
  ] as const)('of %j are %j', (options, limits) => {
    const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: 2525, ...options });
    expect(smtp({ transporter, from }).limits).toEqual(limits);
    transporter.close();
  });

  test('of an address with a pool are those of the pool', () => {
    const transporter = nodemailer.createTransport('smtp://127.0.0.1:2525/?pool=true&maxConnections=4');
    expect(smtp({ transporter, from }).limits).toEqual({ concurrency: 4 });
    transporter.close();
  });

  test('that are given win over those of the pool', () => {
    const transporter = nodemailer.createTransport({ pool: true, host: '127.0.0.1', port: 2525 });
    expect(smtp({ transporter, from, limits: { perSecond: 1 } }).limits).toEqual({ perSecond: 1 });
    transporter.close();
  });
});

describe('a pool', () => {
  test('is verified before the first mail, sends many over its connections, and keeps no message when it is closed', async () => {
    await withSink(async (sink) => {
      const transporter = nodemailer.createTransport({ pool: true, maxConnections: 2, host: '127.0.0.1', port: sink.port });
      expect(await transporter.verify()).toBe(true);
      const transport = smtp({ transporter, from });
      await Promise.all(Array.from({ length: 20 }, (_, at) => transport.send(aMessage({ key: `${at}` }))));
      expect(new Set(sink.mails.map(({ mail }) => mail.messageId)).size).toBe(20);
      expect(transporter.isIdle()).toBe(true);
      transporter.close();
      await expect(transport.send(aMessage())).rejects.toMatchObject({
        code: 'delivery-retryable',
        message: 'smtp: Connection pool was closed. (ECONNECTION)',
      });
      expect(sink.mails).toHaveLength(20);
    });
  });

  test('whose idle connection the server has cut goes on with another', async () => {
    await withSink(async (sink) => {
      const transporter = nodemailer.createTransport({ pool: true, maxConnections: 1, host: '127.0.0.1', port: sink.port });
      const transport = smtp({ transporter, from });
      await transport.send(aMessage({ key: 'first' }));
      sink.cutAll();
      await transport.send(aMessage({ key: 'second' }));
      expect(sink.mails).toHaveLength(2);
      transporter.close();
    });
  });
});
