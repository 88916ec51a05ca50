import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MemoryTransaction, memory } from '../../../src/adapters/memory/index.js';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { PermanentDeliveryError, RetryableDeliveryError } from '../../../src/core/errors.js';
import type { RecordRef, Records } from '../../../src/ports/records.js';
import type { Store } from '../../../src/ports/store.js';
import { aFolder, opened } from '../../adapters/sqlite/files.js';
import { aKey, aMember, aMemberShop, begun, lifecycles, wrong } from './members.js';

const minute = 60_000;

describe('a code (1.a10)', () => {
  test('is sent by the rule that waits for the fact, and is right once', async () => {
    const { notifier, code, sms } = aMemberShop();
    const started = await notifier.verification.start(aMember());
    expect(started).toMatchObject({ ok: true, expiresAt: new Date('2026-03-02T04:10:00Z') });
    const id = await begun(Promise.resolve(started));
    const digits = await code();
    expect(sms.last?.text).toContain(digits);
    expect(digits).toMatch(/^\d{6}$/);
    expect(await notifier.verification.check(id, digits)).toEqual({ ok: true });
    expect(await notifier.verification.check(id, digits)).toEqual({ ok: false, code: 'used', attemptsLeft: 0 });
  });

  test('comes from the source it is given, with its zeros', async () => {
    const asked: number[] = [];
    const randomInt = (below: number) => {
      asked.push(below);
      return 42;
    };
    const { notifier, code } = aMemberShop({ randomInt });
    await notifier.verification.start(aMember());
    expect([await code(), asked]).toEqual(['000042', [1_000_000]]);
  });

  test('is another one each time, unless told otherwise', async () => {
    const { notifier, code, sms } = aMemberShop();
    for (let n = 0; n < 40; n++) await notifier.verification.start(aMember(`M-${n}`, `+8869000000${String(n).padStart(2, '0')}`));
    await code();
    const codes = new Set(sms.messages.map(({ text }) => /\d{6}/.exec(text)?.[0]));
    expect(codes.size).toBeGreaterThan(30);
  });

  test('may be typed with spaces and wide digits', async () => {
    const { notifier, code } = aMemberShop({ randomInt: () => 123_456 });
    const id = await begun(notifier.verification.start(aMember()));
    await code();
    expect(await notifier.verification.check(id, ' １２３ 456')).toEqual({ ok: true });
  });

  test.each([
    [9 * minute + 59_999, { ok: true }],
    [10 * minute, { ok: false, code: 'expired', attemptsLeft: 0 }],
  ])('after %i ms is answered with %o', async (ms, answer) => {
    const { notifier, code, later } = aMemberShop();
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    await later(ms);
    expect(await notifier.verification.check(id, digits)).toEqual(answer);
  });

  test('that cannot be used any more is not sent', async () => {
    const { notifier, sms, later, told } = aMemberShop();
    await notifier.verification.start(aMember());
    await later(10 * minute + 1);
    await notifier.tick();
    expect([sms.messages, told]).toMatchObject([[], [{ name: 'skipped', code: 'expired' }]]);
  });

  test('is refused after five wrong ones, and each answer says how many are left', async () => {
    const { notifier, code } = aMemberShop();
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    const answers: unknown[] = [];
    for (let n = 0; n < 5; n++) answers.push(await notifier.verification.check(id, wrong(digits)));
    expect(answers).toEqual([4, 3, 2, 1, 0].map((attemptsLeft) => ({ ok: false, code: 'wrong', attemptsLeft })));
    expect(await notifier.verification.check(id, digits)).toEqual({ ok: false, code: 'too-many', attemptsLeft: 0 });
  });

  test.each([undefined, null, 7, {}, '', '12345', 'x'.repeat(100_000)])('%o is a wrong code, and an attempt', async (typed) => {
    const { notifier } = aMemberShop();
    const id = await begun(notifier.verification.start(aMember()));
    const answer = await notifier.verification.check(id, typed as string);
    expect(answer).toEqual({ ok: false, code: 'wrong', attemptsLeft: 4 });
  });

  test('invalidates the one before it', async () => {
    const { notifier, code, later } = aMemberShop();
    const first = await begun(notifier.verification.start(aMember()));
    const firstCode = await code();
    await later(minute);
    const second = await begun(notifier.verification.start(aMember()));
    const secondCode = await code();
    expect(await notifier.verification.check(first, firstCode)).toMatchObject({ ok: false, code: 'unknown' });
    expect(await notifier.verification.check(first, secondCode)).toMatchObject({ ok: false, code: 'unknown' });
    expect(await notifier.verification.check(second, secondCode)).toEqual({ ok: true });
  });

  test('of one member is wrong for another', async () => {
    const { notifier, code } = aMemberShop();
    const mei = await begun(notifier.verification.start(aMember('M-1', '+886912345678')));
    const codeOfMei = await code();
    const ann = await begun(notifier.verification.start(aMember('M-2', '+886922111222')));
    const codeOfAnn = await code();
    if (codeOfMei !== codeOfAnn) expect(await notifier.verification.check(ann, codeOfMei)).toMatchObject({ code: 'wrong' });
    expect(await notifier.verification.check(mei, codeOfMei)).toEqual({ ok: true });
  });
});

describe('asking for codes', () => {
  test('again is too soon for a minute, however the number is written', async () => {
    const { notifier, later } = aMemberShop();
    await begun(notifier.verification.start(aMember('M-1', '+886 912-345-678')));
    await later(minute - 1);
    const again = await notifier.verification.start(aMember('M-9', '00886912345678'));
    expect(again).toEqual({ ok: false, code: 'too-soon', retryAt: new Date('2026-03-02T04:01:00Z') });
    await later(1);
    expect(await notifier.verification.start(aMember())).toMatchObject({ ok: true });
  });

  test('for one number is limited by the hour, with the instant from which it is possible again', async () => {
    const { notifier, later } = aMemberShop();
    for (let n = 0; n < 5; n++) {
      await begun(notifier.verification.start(aMember()));
      await later(minute);
    }
    const refused = await notifier.verification.start(aMember());
    expect(refused).toEqual({ ok: false, code: 'too-many', retryAt: new Date('2026-03-02T05:00:00Z') });
    await later(55 * minute);
    expect(await notifier.verification.start(aMember())).toMatchObject({ ok: true });
  });

  test('from one address is limited whatever the number, and other addresses are not held up', async () => {
    const { notifier } = aMemberShop({ perIp: { max: 2, within: 60 * minute } });
    const start = (n: number, ip?: string) => notifier.verification.start(aMember(`M-${n}`, `+88690000000${n}`), { ip });
    await begun(start(1, '203.0.113.7'));
    await begun(start(2, '::ffff:203.0.113.7'));
    expect(await start(3, '203.0.113.7')).toEqual({ ok: false, code: 'too-many', retryAt: new Date('2026-03-02T05:00:00Z') });
    expect(await start(3, '203.0.113.8')).toMatchObject({ ok: true });
    expect(await start(4)).toMatchObject({ ok: true });
  });

  test('from one network of IPv6 is limited, whichever of its addresses is used', async () => {
    const { notifier } = aMemberShop({ perIp: { max: 1, within: 60 * minute } });
    const start = (n: number, ip: string) => notifier.verification.start(aMember(`M-${n}`, `+88690000000${n}`), { ip });
    await begun(start(1, '2001:db8:1:2::1'));
    expect(await start(2, '2001:DB8:1:2:ffff::9')).toMatchObject({ code: 'too-many' });
    expect(await start(2, '2001:db8:1:3::1')).toMatchObject({ ok: true });
  });

  test('too soon uses up nothing of the address that is shared with others', async () => {
    const { notifier } = aMemberShop({ perIp: { max: 2, within: 60 * minute } });
    const ip = '203.0.113.7';
    await begun(notifier.verification.start(aMember(), { ip }));
    for (let n = 0; n < 5; n++) expect(await notifier.verification.start(aMember(), { ip })).toMatchObject({ code: 'too-soon' });
    expect(await notifier.verification.start(aMember('M-2', '+886922111222'), { ip })).toMatchObject({ ok: true });
  });

  test('without a phone sends nothing', async () => {
    const { notifier, sms } = aMemberShop();
    expect(await notifier.verification.start(aMember('M-1', 'none'))).toEqual({
      ok: false,
      code: 'no-phone',
      retryAt: undefined,
    });
    await notifier.tick();
    expect(sms.attempts).toEqual([]);
  });

  test('by the key of a member takes the data that are stored', async () => {
    const { notifier, code, sms } = aMemberShop();
    await notifier.handleTransition(lifecycles.member, { created: aMember() });
    const id = await begun(notifier.verification.start('M-1'));
    expect(await notifier.verification.check(id, await code())).toEqual({ ok: true });
    expect(sms.last?.address).toBe('+886912345678');
    await expect(notifier.verification.start('M-2')).rejects.toMatchObject({ code: 'unknown-subject' });
  });

  test('in a transaction that is rolled back leaves nothing, and no delay', async () => {
    const store = memory();
    const { notifier, sms } = aMemberShop({ store });
    const work = store.transaction(async (tx) => {
      await begun(notifier.verification.start(aMember(), { tx, ip: '203.0.113.7' }));
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    await notifier.tick();
    expect(sms.attempts).toEqual([]);
    expect(await notifier.verification.start(aMember())).toMatchObject({ ok: true });
  });

  test('costs nothing where the message cannot be planned', async () => {
    const store = memory();
    const { notifier, later, code } = aMemberShop({ store });
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    await later(minute);
    const change = store.change;
    store.change = () => Promise.reject(new Error('the disk is full'));
    await expect(notifier.verification.start(aMember())).rejects.toThrow('the disk is full');
    store.change = change;
    expect(await notifier.verification.check(id, digits)).toEqual({ ok: true });
    expect(await notifier.verification.start(aMember())).toMatchObject({ ok: true });
  });
});

describe('at the same time', () => {
  test('of many checks with the right code one is told ok', async () => {
    const { notifier, code } = aMemberShop();
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    const answers = await Promise.all(Array.from({ length: 20 }, () => notifier.verification.check(id, digits)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'used')).toHaveLength(19);
  });

  test('attempts cannot be raced: of a hundred guesses five are looked at', async () => {
    const { notifier, code } = aMemberShop();
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    const guesses = Array.from({ length: 100 }, () => notifier.verification.check(id, wrong(digits)));
    const answers = await Promise.all(guesses);
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.code));
    expect([codes.filter((each) => each === 'wrong').length, codes.filter((each) => each === 'too-many').length]).toEqual([
      5, 95,
    ]);
    expect(await notifier.verification.check(id, digits)).toMatchObject({ code: 'too-many' });
  });

  test('of many requests for one number one sends a code', async () => {
    const { notifier, sms } = aMemberShop();
    const answers = await Promise.all(Array.from({ length: 20 }, () => notifier.verification.start(aMember())));
    await notifier.tick();
    expect([answers.filter(({ ok }) => ok).length, sms.messages.length]).toEqual([1, 1]);
  });
});

test('in any story, a code is right at most once, never late, never after five wrong ones, and only while no newer one is out', async () => {
  const step = fc.oneof(
    fc.constant({ kind: 'start' as const }),
    fc.record({ kind: fc.constant('check' as const), nth: fc.nat(3), right: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 30_000, minute, 5 * minute, 10 * minute) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { notifier, code, later, clock } = aMemberShop();
      const given: { id: string; digits: string; until: number; wrongs: number; used: boolean }[] = [];
      for (const each of steps) {
        if (each.kind === 'wait') await later(each.ms);
        else if (each.kind === 'start') {
          const started = await notifier.verification.start(aMember());
          if (started.ok)
            given.push({ id: started.id, digits: await code(), until: started.expiresAt.getTime(), wrongs: 0, used: false });
        } else {
          const one = given[each.nth % Math.max(1, given.length)];
          if (one === undefined) continue;
          const isOpen = one === given.at(-1) && clock.now().getTime() < one.until && one.wrongs < 5 && !one.used;
          const answer = await notifier.verification.check(one.id, each.right ? one.digits : wrong(one.digits));
          expect(answer.ok).toBe(isOpen && each.right);
          if (answer.ok) one.used = true;
          else if (answer.code === 'wrong') one.wrongs += 1;
        }
      }
    }),
    { numRuns: 60 },
  );
});

/** The records of a store, and what was asked of them. */
function watched(inner: Store<MemoryTransaction>) {
  const asked: string[] = [];
  const records = inner.records as Records<MemoryTransaction>;
  const store = Object.assign(Object.create(inner), {
    records: {
      read: (ref: RecordRef, tx?: MemoryTransaction) => {
        asked.push('read');
        return records.read(ref, tx);
      },
      write: (...write: Parameters<typeof records.write>) => {
        asked.push('write');
        return records.write(...write);
      },
      list: records.list.bind(records),
    },
  });
  return { store, asked };
}

describe('what is not known', () => {
  const unknown = { ok: false, code: 'unknown', attemptsLeft: 0 };

  test.each([undefined, 7, '', 'none', 'x.y', `${'A'.repeat(22)}.${'B'.repeat(22)}`])('the id %o is unknown', async (id) => {
    const { notifier } = aMemberShop();
    expect(await notifier.verification.check(id as string, '123456')).toEqual(unknown);
  });

  test('is answered after the same work as a wrong code: one read, one write', async () => {
    const inner = memory();
    const { store, asked } = watched(inner);
    // The methods of the store keep their own `this`.
    for (const name of ['change', 'subject', 'claim', 'settle', 'nextRunAt', 'pauses'] as const)
      Object.assign(store, { [name]: inner[name].bind(inner) });
    const { notifier, code } = aMemberShop({ store });
    const id = await begun(notifier.verification.start(aMember()));
    const digits = await code();
    const work = async (idGiven: string, typed: string) => {
      asked.length = 0;
      const answer = await notifier.verification.check(idGiven, typed);
      return [answer.ok ? 'ok' : answer.code, ...asked];
    };
    expect(await work(id, wrong(digits))).toEqual(['wrong', 'read', 'write']);
    expect(await work(`${'A'.repeat(22)}.${'B'.repeat(22)}`, digits)).toEqual(['unknown', 'read', 'write']);
    expect(await work('nonsense', digits)).toEqual(['unknown', 'read', 'write']);
    expect(await work(id, digits)).toEqual(['ok', 'read', 'write']);
    expect(await work(id, digits)).toEqual(['used', 'read', 'write']);
  });
});

describe('keys', () => {
  const older = 'an older key of this shop, long enough too';

  test('may be changed: what was begun before goes on, and its delay and limits hold', async () => {
    const store = memory();
    const before = aMemberShop({ store, keys: [older] });
    const id = await begun(before.notifier.verification.start(aMember()));
    const after = aMemberShop({ store, keys: [aKey, older], clock: before.clock });
    const digits = await after.code();
    expect(digits).toMatch(/^\d{6}$/);
    expect(await after.notifier.verification.start(aMember())).toMatchObject({ ok: false, code: 'too-soon' });
    expect(await after.notifier.verification.check(id, digits)).toEqual({ ok: true });
  });

  test('a code of the new key invalidates one of the old', async () => {
    const store = memory();
    const before = aMemberShop({ store, keys: [older] });
    const id = await begun(before.notifier.verification.start(aMember()));
    const digits = await before.code();
    await before.later(minute);
    const after = aMemberShop({ store, keys: [aKey, older], clock: before.clock });
    await begun(after.notifier.verification.start(aMember()));
    expect(await after.notifier.verification.check(id, digits)).toMatchObject({ ok: false, code: 'unknown' });
  });

  test('a code whose key is gone is never right, and its message is given up', async () => {
    const store = memory();
    const before = aMemberShop({ store, keys: [older] });
    const id = await begun(before.notifier.verification.start(aMember()));
    const after = aMemberShop({ store, clock: before.clock });
    await after.notifier.tick();
    expect([after.sms.attempts, after.told]).toMatchObject([[], [{ name: 'failed', code: 'unknown-key' }]]);
    expect(await after.notifier.verification.check(id, '123456')).toMatchObject({ ok: false, code: 'wrong' });
  });
});

describe('a stolen database', () => {
  const code = '735194';
  const options = { randomInt: () => Number(code), keepContent: true };

  /** Everything that a memory store has: jobs, subject, records. */
  async function dump(store: ReturnType<typeof memory>): Promise<string> {
    const kinds = ['verification', 'verification ip'];
    const records = await Promise.all(kinds.map((kind) => store.records.list({ kind, limit: 100 })));
    const subject = await store.subject({ lifecycle: 'member', subject: 'M-1' });
    return JSON.stringify([store.allJobs(), subject, records]);
  }

  test('holds no code, neither before the message is sent nor after, although its content is kept', async () => {
    const store = memory();
    const { notifier, sms, told } = aMemberShop({ store, ...options });
    await begun(notifier.verification.start(aMember(), { ip: '203.0.113.7' }));
    const before = await dump(store);
    await notifier.tick();
    const after = await dump(store);
    expect(sms.last?.text).toContain(code);
    expect(after).toContain('******');
    const lists = [await notifier.history(lifecycles.member, 'M-1'), await notifier.explain(lifecycles.member, 'M-1')];
    const everything = before + after + inspect([told, lists], { depth: 12, getters: true });
    expect(everything).not.toContain(code);
    expect(told).toMatchObject([{ name: 'sent', text: expect.stringContaining('******') }]);
  });

  test('holds none where the provider refuses, and quotes the message', async () => {
    const store = memory();
    const { notifier, sms, told, later } = aMemberShop({ store, ...options });
    const cause = new Error(`the text was: your code is ${code}`);
    sms.failNext(new RetryableDeliveryError(`busy with ${code}`, { cause, retryAfter: 1_000 }));
    sms.failNext(new PermanentDeliveryError(`no such number for ${code}`, { cause }));
    await begun(notifier.verification.start(aMember()));
    await notifier.tick();
    await later(40_000);
    await notifier.tick();
    expect(sms.attempts).toHaveLength(2);
    expect(told).toMatchObject([
      { name: 'retry', why: 'busy with ******' },
      { name: 'failed', error: expect.any(PermanentDeliveryError) },
    ]);
    const kept = (await dump(store)) + inspect([told, await notifier.deadLetters()], { depth: 12, getters: true });
    expect(kept).not.toContain(code);
  });

  test('holds no number in the names of its records', async () => {
    const store = memory();
    const { notifier } = aMemberShop({ store, ...options });
    await begun(notifier.verification.start(aMember('M-1', '+886912345678'), { ip: '203.0.113.7' }));
    const records = await store.records.list({ kind: 'verification', limit: 10 });
    const addresses = await store.records.list({ kind: 'verification ip', limit: 10 });
    expect([records.length, addresses.length]).toEqual([1, 1]);
    expect(JSON.stringify([records, addresses])).not.toMatch(/912345678|203\.0/);
  });

  test('gives away no code to whoever tries them all without the key', async () => {
    const store = memory();
    const { notifier } = aMemberShop({ store, ...options });
    const id = await begun(notifier.verification.start(aMember()));
    const [record] = await store.records.list({ kind: 'verification', limit: 1 });
    const { hash, nonce } = JSON.parse(record?.value ?? '{}');
    const salts = ['', id, nonce, `${id} `, `${nonce} `];
    const plain = salts.flatMap((salt) =>
      [code, wrong(code)].map((digits) => createHash('sha256').update(`${salt}${digits}`).digest('base64url')),
    );
    expect(hash).toHaveLength(43);
    expect(plain).not.toContain(hash);
    // The same code, the same id, another key: another hash. Control: the hash is of the code at all.
    expect(await notifier.verification.check(id, code)).toEqual({ ok: true });
    const other = aMemberShop({ store: memory(), ...options, keys: [`${aKey} and another`] });
    expect(await begun(other.notifier.verification.start(aMember()))).not.toBe(id);
  });

  test('of SQLite has no code in any byte of its files', async () => {
    const path = join(aFolder(), 'shop.db');
    const database = opened(path);
    const file = sqlite(database);
    const store = Object.assign(file, { records: file.records ?? memory().records }) as unknown as Store<MemoryTransaction>;
    const { notifier, sms } = aMemberShop({ store, ...options });
    await begun(notifier.verification.start(aMember()));
    await notifier.tick();
    expect(sms.last?.text).toContain(code);
    const bytes = ['', '-wal', '-journal'].map((end) => {
      try {
        return readFileSync(path + end, 'latin1');
      } catch {
        return '';
      }
    });
    const all = bytes.join('');
    // Control: the member is in there, and what stands for the code is.
    expect([all.includes('M-1'), all.includes('******')]).toEqual([true, true]);
    expect(all).not.toContain(code);
    await notifier.stop();
  });
});

test('records go with their limits, once nobody needs them', async () => {
  const store = memory();
  const { notifier, later, clock } = aMemberShop({ store });
  await begun(notifier.verification.start(aMember(), { ip: '203.0.113.7' }));
  await later(59 * minute);
  const prune = () => store.prune({ olderThan: clock.now().getTime(), history: 'keep', limit: 100 });
  await prune();
  expect(await store.records.list({ kind: 'verification', limit: 9 })).toHaveLength(1);
  await later(2 * minute);
  await prune();
  expect(await store.records.list({ kind: 'verification', limit: 9 })).toEqual([]);
  expect(await store.records.list({ kind: 'verification ip', limit: 9 })).toEqual([]);
});
