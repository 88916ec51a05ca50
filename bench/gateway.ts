/**
 * How much of what the concurrency allows comes through? SMS to a gateway over HTTP that takes 50 ms for each answer.
 *
 * The gateway is a process of its own. The ideal is what nothing but waiting would take: messages, divided by how many are under way
 * at a time, multiplied by the latency that a single request meets.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { memory } from '../src/adapters/memory/index.js';
import { targetsms } from '../src/adapters/targetsms/index.js';
import { defineLifecycle } from '../src/core/lifecycle.js';
import { createNotifier } from '../src/runtime/create-notifier.js';
import { defineTemplates } from '../src/templates/define-templates.js';
import { atMost, type Row } from './row.js';

const messages = 10_000;
const concurrency = 200;
const latency = 50;

const coupon = defineLifecycle('coupon', {
  schema: z.object({ code: z.string(), phone: z.string() }),
  key: (c) => c.code,
  timeZone: 'Asia/Taipei',
  country: 'TW',
  machines: {},
  states: {},
  facts: { 'coupon.issued': z.undefined() },
  roles: { member: ({ phone }) => ({ name: 'Mei', phone }) },
});
const rules = coupon.rules({ issued: { on: 'coupon.issued', to: 'member', by: ['sms'] } });
const templates = defineTemplates(coupon, {
  defaultLocale: 'en',
  locales: { en: { templates: { issued: { sms: 'Hudson Clay: your coupon {{code}} is here.' } } } },
});

/** Plans all messages first, then measures one `tick()` that delivers them. */
export async function run(): Promise<Row[]> {
  const { child, baseUrl } = await startProvider();
  try {
    const transport = targetsms({ token: 'token', sender: 'Clay', baseUrl });
    const notifier = createNotifier({
      rules: [rules],
      templates: [templates],
      transports: { sms: transport },
      store: memory(),
      concurrency,
    });
    // A worker that has run for a second: its code is compiled.
    await plan(notifier, 'warm-up', concurrency * 20);
    await notifier.tick();
    await plan(notifier, 'measured', messages);
    const start = performance.now();
    const { sent } = await notifier.tick();
    const elapsed = performance.now() - start;
    if (sent !== messages) throw new Error(`${sent} of ${messages} were sent`);
    await notifier.stop();
    const ideal = (messages / concurrency) * latency;
    const name = `${messages} SMS through a gateway that takes ${latency} ms, ${concurrency} at a time; theirs is waiting alone`;
    return [atMost(1.1, { name, unit: 'ms', ours: elapsed, theirs: ideal })];
  } finally {
    child.kill();
  }
}

async function plan(
  notifier: Pick<ReturnType<typeof createNotifier>, 'handleTransition'>,
  round: string,
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const subject = { code: `${round}-${index}`, phone: `09${String(10_000_000 + index)}` };
    await notifier.handleTransition(coupon, { created: subject });
    await notifier.handleTransition(coupon, { subject, fact: 'coupon.issued' });
  }
}

/** A gateway in a process of its own, so that it takes no time of ours. It answers as TargetSMS documents, after the latency. */
const provider = `
  const { createServer } = require('node:http');
  let ids = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => setTimeout(() => {
      const sms = [{ number_sms: '1', id_sms: String(++ids), parts: '1', action: 'send' }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ sms }));
    }, ${latency}));
  });
  server.listen(0, '127.0.0.1', 4096, () => process.stdout.write(server.address().port + '\\n'));
`;

async function startProvider(): Promise<{ readonly child: ChildProcess; readonly baseUrl: string }> {
  const child = spawn(process.execPath, ['-e', provider], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return { child, baseUrl: `http://127.0.0.1:${String(port).trim()}` };
}
