/** Suppressed addresses and merchants' texts in the databases that shops have: what the tests of each say of memory, of them as well. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { postgres } from '../../src/adapters/postgres/index.js';
import { sqlite } from '../../src/adapters/sqlite/index.js';
import type { Store } from '../../src/ports/store.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';
import { aDatabase, inTransaction } from '../adapters/postgres/database.js';
import { aFolder, opened } from '../adapters/sqlite/files.js';
import { member, rules, templates, unsubscribe } from '../builders/club.js';

/** A database with two processes at it, and a transaction of the host's. */
interface Place<Tx> {
  readonly stores: readonly [Store<Tx>, Store<Tx>];
  readonly transaction: (work: (tx: Tx) => Promise<void>) => Promise<void>;
}

const open = defineTemplates(member, { ...templates, editable: { code: ['sms'] } });
const code = { lifecycle: member, template: 'code', channel: 'sms', locale: 'en' } as const;
const ann = { channel: 'email', address: 'ann@example.com' };

function aProcess<Tx>(store: Store<Tx>, clock: ReturnType<typeof fakeClock>) {
  const email = recording<EmailMessage>('smtp');
  const sms = recording('gateway');
  const notifier = createNotifier({
    rules: [rules],
    templates: [open],
    transports: { email, sms },
    suppressions: { countryCode: '886' },
    unsubscribe,
    texts: { allowedHosts: [] },
    telemetry: false,
    store,
    clock,
  });
  const lines: string[] = [];
  notifier.on('sent', ({ job }) => lines.push(`sent ${job.rule}`));
  notifier.on('skipped', ({ job, code: why }) => lines.push(`skipped ${job.rule} ${why}`));
  const joins = async (no: string) => {
    const person = { id: 'P-1', name: 'Ann', email: 'ann@example.com', phone: '0912-345-678' };
    const created = { no, branch: 'hill', status: 'new', day: '2026-05-05', person } as const;
    await notifier.handleTransition(member, { created });
    await notifier.handleTransition(member, { subject: created, event: 'member.join' });
    await notifier.tick();
    return lines.splice(0).sort();
  };
  return { notifier, email, sms, joins };
}

function holds<Tx>(database: string, place: () => Promise<Place<Tx>>): void {
  const processes = async () => {
    const { stores, transaction } = await place();
    const clock = fakeClock('2026-03-02T12:00');
    return { here: aProcess(stores[0], clock), there: aProcess(stores[1], clock), clock, transaction };
  };

  describe(`on ${database}`, () => {
    test('an address that one process suppresses gets nothing from another, until that is lifted', async () => {
      const { here, there } = await processes();
      expect(await there.joins('M-1')).toEqual(['sent code', 'sent offer', 'sent welcome']);
      expect(await here.notifier.suppressions.add({ ...ann, note: 'by telephone: «нет», 不要' })).toBe(true);
      expect(await there.notifier.suppressions.add({ ...ann, address: 'ANN@example.com' })).toBe(false);
      expect(await there.notifier.suppressions.find('email', ' Ann@Example.com')).toMatchObject([
        { ...ann, scope: 'promotional', reason: 'manual', at: new Date('2026-03-02T12:00Z'), note: 'by telephone: «нет», 不要' },
      ]);
      expect(await there.joins('M-2')).toEqual(['sent code', 'sent welcome', 'skipped offer opted-out']);
      expect(await there.notifier.suppressions.remove(ann)).toBe(1);
      expect(await here.joins('M-3')).toEqual(['sent code', 'sent offer', 'sent welcome']);
    });

    test('STOP and START by SMS hold for every spelling of a number', async () => {
      const { here, there } = await processes();
      await here.notifier.suppressions.inbound({ channel: 'sms', from: '00886912345678', text: 'STOP' });
      expect(await there.joins('M-1')).toEqual(['sent offer', 'sent welcome', 'skipped code opted-out']);
      await there.notifier.suppressions.inbound({ channel: 'sms', from: '+886 912 345 678', text: 'START' });
      expect(await here.joins('M-2')).toContain('sent code');
    });

    test('of many that suppress an address at the same time, each entry is one, and none is lost', async () => {
      const { here, there } = await processes();
      const adding = Array.from({ length: 12 }, (_, index) =>
        [here, there][index % 2]?.notifier.suppressions.add({ ...ann, site: `shop-${index % 4}` }),
      );
      expect((await Promise.all(adding)).filter(Boolean)).toHaveLength(4);
      const found = await here.notifier.suppressions.find('email', ann.address);
      expect(found.map(({ site }) => site).sort()).toEqual(['shop-0', 'shop-1', 'shop-2', 'shop-3']);
    });

    test('the list is read channel by channel and page by page, each address once', async () => {
      const { suppressions } = (await processes()).here.notifier;
      for (const name of ['é', 'c', 'a', 'B', 'e', 'd_%']) await suppressions.add({ ...ann, address: `${name}@example.com` });
      await suppressions.add({ channel: 'sms', address: '+15550100' });
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await suppressions.list({ channel: 'email', limit: 4, ...(after !== undefined && { after }) });
        pages.push(page.suppressions.map(({ address }) => address.slice(0, -'@example.com'.length)));
        after = page.next;
      } while (after !== undefined);
      expect(pages.map((page) => page.length)).toEqual([4, 2]);
      expect(pages.flat().sort()).toEqual(['a', 'b', 'c', 'd_%', 'e', 'é']);
    });

    test('a text that one process saves is sent by another, step by step undone, and reset', async () => {
      const { here, there, clock } = await processes();
      const said = async (no: string) => {
        // What the other process has read of texts holds for half a minute.
        await clock.advanceTo(new Date(clock.now().getTime() + 31_000));
        await there.joins(no);
        return there.sms.last?.text;
      };
      expect(await said('M-1')).toBe('code');
      for (const text of ['您的號碼 {{no}}', 'Ваш номер {{no}}'])
        expect(await here.notifier.texts.save('hill', { ...code, text }, { by: 'mei' })).toMatchObject({ ok: true });
      expect(await said('M-2')).toBe('Ваш номер M-2');
      await there.notifier.texts.undo('hill', code);
      expect(await said('M-3')).toBe('您的號碼 M-3');
      await here.notifier.texts.reset('hill', code);
      expect(await said('M-4')).toBe('code');
      expect(await there.notifier.texts.list('hill')).toEqual([expect.not.objectContaining({ text: expect.anything() })]);
      expect(await there.notifier.texts.list('lake')).toEqual([]);
    });

    test('of two processes that change the same version of a text, one is told that it comes late', async () => {
      const { here, there } = await processes();
      await here.notifier.texts.save('hill', { ...code, text: 'First {{no}}' });
      const saving = [here, there].map(({ notifier }, index) =>
        notifier.texts.save('hill', { ...code, text: `Then ${index} {{no}}` }, { version: 1 }),
      );
      const results = (await Promise.all(saving)).map((one) => (one.ok ? 'saved' : one.problems.map((problem) => problem.code)));
      expect(results).toHaveLength(2);
      expect(results).toEqual(expect.arrayContaining(['saved', ['changed-meanwhile']]));
      expect(await here.notifier.texts.read('hill', code)).toMatchObject({ version: 2, earlier: [{ text: 'First {{no}}' }] });
    });

    test('what the host does in a transaction holds when that commits, and never when it is rolled back', async () => {
      const { here, there, transaction } = await processes();
      const change = async (tx: Tx) => {
        await here.notifier.suppressions.add({ ...ann }, { tx });
        await here.notifier.texts.save('hill', { ...code, text: 'Changed {{no}}' }, { tx });
      };
      const rolledBack = transaction(async (tx) => {
        await change(tx);
        throw new Error('rolled back');
      });
      await expect(rolledBack).rejects.toThrow('rolled back');
      const stored = async () => [
        (await there.notifier.suppressions.find('email', ann.address)).length,
        (await there.notifier.texts.list('hill')).length,
      ];
      expect(await stored()).toEqual([0, 0]);
      await transaction(change);
      expect(await stored()).toEqual([1, 1]);
    });
  });
}

holds('memory', async () => {
  const store = memory();
  return { stores: [store, store], transaction: (work) => store.transaction(work) };
});

holds('SQLite', async () => {
  const path = join(aFolder(), 'club.db');
  const database = opened(path);
  const store = sqlite(database);
  return { stores: [store, sqlite(opened(path))], transaction: (work) => store.transaction(work) };
});

holds('PostgreSQL', async () => {
  const { pool, schema } = await aDatabase(onTestFinished);
  const store = postgres(pool, { schema });
  await store.migrate();
  return { stores: [store, postgres(pool, { schema })], transaction: (work) => inTransaction(pool, work) };
});
