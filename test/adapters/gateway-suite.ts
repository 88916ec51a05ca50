import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import type { Fetch } from '../../src/http/fetch.js';
import type { Transport } from '../../src/ports/transport.js';
import type { Skip } from '../../src/testing/contract.js';
import type { Gateway, GatewayName, Misbehaviour } from '../../src/testing/gateways/gateway.js';
import { startGateway } from '../../src/testing/gateways/start-gateway.js';
import { transportContract } from '../../src/testing/transport-contract.js';
import { aText } from './messages.js';

/** A time limit that an answer on the loopback interface keeps, and one that passes soon. */
const patient = 20_000;
const short = 150;

/** What is special to one provider. */
export interface GatewaySuite<Name extends GatewayName> {
  readonly provider: Name;
  readonly make: (gateway: Gateway<Name>, options?: { timeout?: number; fetch?: Fetch; baseUrl?: string }) => Transport;
  /** A code, or words, by which the provider refuses a message for good. */
  readonly refusal: string;
  readonly secrets: readonly string[];
  /** What an answer that is lost, or cannot be read, stands for. */
  readonly lost: 'delivery-unknown' | 'delivery-retryable';
  /** What HTTP 500 stands for. */
  readonly failed: 'delivery-unknown' | 'delivery-retryable';
  readonly skip?: readonly Skip[];
  /** For a webhook, any answer of 2xx is a yes. */
  readonly isAnsweredByStatus?: boolean;
}

/** Runs a gateway for as long as the story takes. */
export async function withGateway<Name extends GatewayName, Value>(
  name: Name,
  story: (gateway: Gateway<Name>) => Promise<Value>,
): Promise<Value> {
  const gateway = await startGateway(name);
  try {
    return await story(gateway);
  } finally {
    await gateway.close();
  }
}

/** What was thrown. Resolving is a failure of the test. */
export async function errorOf(work: Promise<unknown>): Promise<OrderbellError> {
  const thrown: unknown = await work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
  if (thrown instanceof OrderbellError) return thrown;
  throw new Error(`expected an OrderbellError, found ${String(thrown)}`);
}

/** The contract and all that can go wrong over HTTP, against the provider as it is played on the loopback interface. */
export function gatewaySuite<Name extends GatewayName>(suite: GatewaySuite<Name>): void {
  const { provider, make, refusal, lost, failed, skip = [] } = suite;
  describe(`${provider}: the transport contract, against a local gateway`, () => {
    const create = async () => {
      const gateway = await startGateway(provider);
      return {
        transport: make(gateway),
        received: async () => gateway.messages.map(({ to, text }) => ({ addresses: [to], text })),
        answerNext: (answer: 'refused' | 'busy' | 'lost') => {
          gateway.misbehave(answer === 'refused' ? { code: refusal } : answer === 'busy' ? { status: 503 } : 'drop-after');
        },
        close: () => gateway.close(),
      };
    };
    const contract = transportContract({ create, channel: 'sms', address: addressOf(suite), skip });
    for (const { name, run } of contract) test(name, run);
  });

  describe(`${provider}: a gateway that misbehaves`, () => {
    const pages = [
      ['html', lost, 'markup'],
      ['echo', lost, 'Expected'],
      ['empty', lost, 'empty body'],
      ['broken', lost, 'no JSON object'],
    ] as const;
    const late = [
      ['hang', lost, 'no answer within'],
      ['drip', lost, 'before the answer was complete'],
      ['endless', lost, 'more than'],
    ] as const;
    const unread = suite.isAnsweredByStatus ? late.filter(([how]) => how === 'hang') : [...pages, ...late];
    const others: readonly (readonly [Misbehaviour, string, string])[] = [
      ['drop-before', lost, 'the connection was lost'],
      ['drop-after', lost, 'the connection was lost'],
      ['redirect', 'delivery-retryable', 'redirect'],
      [{ code: refusal }, 'delivery-permanent', provider],
      [{ status: 303, headers: { location: 'http://other.example/' } }, lost, 'redirect'],
      [{ status: 400, body: '<h1>Bad Request</h1>' }, 'delivery-permanent', '400'],
      [{ status: 408 }, 'delivery-retryable', '408'],
      [{ status: 429 }, 'delivery-retryable', '429'],
      [{ status: 500, body: '<h1>Oh no</h1>' }, failed, '500'],
      [{ status: 502 }, failed, '502'],
      [{ status: 503, body: '<h1>Busy</h1>' }, 'delivery-retryable', 'Busy'],
    ];

    test.each([...unread, ...others])('%j becomes %s', async (how, code, words) => {
      await withGateway(provider, async (gateway) => {
        gateway.misbehave(how);
        const timeout = how === 'hang' || how === 'drip' ? short : patient;
        const error = await errorOf(make(gateway, { timeout }).send(message(suite)));
        expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
        expect(error.message).toMatch(new RegExp(`^${provider}: [^\\p{Cc}]{1,400}$`, 'u'));
        expect(gateway.requests.length).toBe(1);
      });
    });

    test.each([429, 503])('%i with Retry-After says when to ask again', async (status) => {
      await withGateway(provider, async (gateway) => {
        gateway.misbehave({ status, headers: { 'retry-after': '7' } });
        expect(await errorOf(make(gateway).send(message(suite)))).toMatchObject({ retryAfter: 7_000 });
      });
    });

    test('a connection that is refused is retryable', async () => {
      const gateway = await startGateway(provider);
      await gateway.close();
      const error = await errorOf(make(gateway).send(message(suite)));
      expect(error).toMatchObject({ code: 'delivery-retryable', message: `${provider}: no connection (ECONNREFUSED).` });
    });

    test('a message that is aborted on the way is let go', async () => {
      await withGateway(provider, async (gateway) => {
        gateway.misbehave('hang');
        const abort = new AbortController();
        const sending = errorOf(make(gateway).send(message(suite, abort.signal)));
        while (gateway.requests.length === 0) await new Promise((next) => setImmediate(next));
        abort.abort();
        expect(await sending).toMatchObject({ code: lost, message: expect.stringContaining('nobody waited any longer') });
      });
    });

    test('no secret is in any URL, and no secret, text or phone number in any error', async () => {
      await withGateway(provider, async (gateway) => {
        const ways: readonly Misbehaviour[] = [...[...unread, ...others].map(([how]) => how), ...echoes(suite)];
        const errors: string[] = [];
        for (const how of ways) {
          gateway.misbehave(how);
          const timeout = how === 'hang' || how === 'drip' ? short : patient;
          errors.push(inspect(await errorOf(make(gateway, { timeout }).send(message(suite))), { depth: 10 }));
        }
        expect(errors.length).toBe(ways.length);
        const said = [...errors, ...gateway.requests.map(({ path }) => path)].join('\n');
        for (const hidden of suite.secrets) expect(said).not.toContain(hidden);
        for (const hidden of [text, '482913', '912345678', '9123456', 'Zimmer']) expect(errors.join('\n')).not.toContain(hidden);
        // Control: they were in the requests, so a leak would have been seen.
        const all = gateway.requests.map(({ headers, body }) => `${JSON.stringify(headers)} ${body}`).join('\n');
        expect(decodeURIComponent(all.replaceAll('+', ' '))).toContain('482913');
      });
    });
  });
}

const text = 'Ihr Zimmer-Code lautet 482913, bis morgen im Studio Nordlicht!';

/** Answers that hold the request again, in the ways in which servers quote. */
function echoes<Name extends GatewayName>({ secrets }: GatewaySuite<Name>): readonly Misbehaviour[] {
  const quoted = [text, '+886912345678', '0912-345-678', '79123456789', ...secrets].join(' | ');
  const forms = [quoted, encodeURIComponent(quoted), escaped(quoted), `<b title="${quoted}">${quoted}`, quoted.slice(3)];
  return [400, 429, 500, 503].flatMap((status) => forms.map((form) => ({ status, body: `Not possible: ${form}` })));
}

function escaped(quoted: string): string {
  return JSON.stringify(
    [...quoted].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ).replaceAll('\\\\', '\\');
}

function addressOf<Name extends GatewayName>({ provider }: GatewaySuite<Name>): string {
  const own: Partial<Record<GatewayName, string>> = { twsms: '0912345678', smartdove: '0912345678', targetsms: '79123456789' };
  return own[provider] ?? '+886912345678';
}

function message<Name extends GatewayName>(suite: GatewaySuite<Name>, abort = new AbortController().signal) {
  return aText({ text, abort, address: addressOf(suite) });
}
