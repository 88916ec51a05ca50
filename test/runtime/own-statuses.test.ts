/** Statuses that only the host's database knows: wildcards, groups that a function decides, and what is done with unknown ones. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine, type MachineOptions } from '../../src/core/machine.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { problemsOf } from '../builders/problems.js';

const schema = z.object({
  no: z.string(),
  status: z.string(),
  /** Statuses of the shop's own that say 'accepted'. */
  acceptedBy: z.array(z.string()),
});

type Options = Pick<
  MachineOptions<'new' | 'accepted' | 'cancelled', 'live' | 'own' | 'marked', 'accept' | 'cancel'>,
  'unknown' | 'fromUnknown'
>;

function shopWith(options: Options) {
  const order = defineLifecycle('order', {
    schema,
    key: (o) => o.no,
    timeZone: 'Europe/Moscow',
    machines: {
      order: defineMachine(
        { new: { accept: 'accepted', cancel: 'cancelled' }, accepted: { cancel: 'cancelled' }, cancelled: {} },
        {
          groups: {
            live: ['new', 'accepted'],
            own: (state) => state.startsWith('Склад'),
            marked: (state, subject) => schema.parse(subject).acceptedBy.includes(state),
          },
          ...options,
        },
      ),
    },
    states: { order: 'status' },
    dates: { 'a day': () => '2026-03-05' },
    roles: { buyer: () => ({ name: 'Ann', email: 'ann@example.com' }) },
  });
  const told = { to: 'buyer', by: ['email'] } as const;
  const rules = order.rules({
    any: { on: 'order.*', from: '*', ...told },
    marked: { on: 'order.marked', from: { not: 'cancelled' }, ...told },
    live: { on: 'order.live', ...told },
    'left-own': { on: 'order.cancelled', from: 'own', ...told },
    reminder: { due: { on: 'a day', at: '10:00' }, while: { order: ['live', 'own'] }, ...told },
    silent: { due: { on: 'a day', at: '11:00' }, while: { order: { not: ['cancelled', 'new'] } }, ...told },
  });
  const text = { email: { subject: 'S', text: 'T' } };
  const templates = defineTemplates(order, {
    defaultLocale: 'en',
    locales: { en: { templates: Object.fromEntries(Object.keys(rules.rows).map((name) => [name, text])) } },
  });
  const shop = createTestNotifier({
    rules: [rules],
    templates: [templates],
    start: '2026-03-01T11:00',
    timeZone: 'Europe/Moscow',
  });
  const anOrder = (status: string) => ({ no: 'O-1', status, acceptedBy: ['В работе'] });
  const sent = () => shop.timeline().map(({ rule, at, outcome }) => `${at.slice(5, 16)} ${outcome} ${rule}`);
  return { order, shop, anOrder, sent };
}

test("a status of the shop's own counts as a state of the group it was given, and '*' means it too", async () => {
  const { order, shop, anOrder, sent } = shopWith({ unknown: { group: 'live' } });
  await shop.handleTransition(order, { created: anOrder('new') });
  await shop.advanceBy({ hours: 1 });
  const moved = await shop.handleTransition(order, { before: anOrder('new'), after: anOrder('Упаковка подарка') });
  expect(moved).toMatchObject({ ok: true, entered: ['order.Упаковка подарка'], left: ['order.new'] });
  await shop.advanceBy({ hours: 1 });
  expect(sent()).toEqual(['03-01T11:00 sent live', '03-01T12:00 sent any', '03-01T12:00 sent live']);
});

test('a function decides by the data of the subject which status belongs to a group', async () => {
  const { order, shop, anOrder, sent } = shopWith({ unknown: 'ignore' });
  await shop.handleTransition(order, { created: anOrder('accepted') });
  await shop.advanceBy({ hours: 1 });
  const statuses = ['accepted', 'Склад', 'Прочее', 'В работе', 'Прочее'];
  for (const [index, after] of statuses.slice(1).entries())
    await shop.handleTransition(order, { before: anOrder(statuses[index] ?? ''), after: anOrder(after) });
  await shop.advanceBy({ hours: 1 });
  const lines = sent().filter((line) => !line.includes('withdrawn'));
  expect(lines).toEqual(['03-01T11:00 sent live']);
  await shop.handleTransition(order, { before: anOrder('Склад 2'), after: anOrder('В работе') });
  await shop.advanceBy({ hours: 1 });
  expect(sent().at(-1)).toBe('03-01T13:00 sent marked');
});

test('a status that is ignored is entered and left without a word, and no filter holds in it', async () => {
  const { order, shop, anOrder, sent } = shopWith({ unknown: 'ignore', fromUnknown: { cancel: 'cancelled' } });
  await shop.handleTransition(order, { created: anOrder('Прочее') });
  await shop.advanceTo('2026-03-06T00:00');
  expect(sent()).toEqual([]);
  const [, , , , reminder, silent] = await shop.explain(order, anOrder('Прочее'));
  expect([reminder?.why, silent?.why]).toEqual(["order is 'Прочее', not 'live' or 'own'", "order is 'Прочее', not 'accepted'"]);
  const result = await shop.handleTransition(order, { subject: anOrder('Прочее'), event: 'order.cancel' });
  expect(result).toMatchObject({ ok: true, subject: { status: 'cancelled' } });
});

test('deadlines hold in statuses of a group that a function decides, and end with them', async () => {
  const { order, shop, anOrder, sent } = shopWith({ unknown: { group: 'own' }, fromUnknown: { cancel: 'cancelled' } });
  await shop.handleTransition(order, { created: anOrder('Склад') });
  await shop.advanceTo('2026-03-05T10:30');
  expect(sent()).toEqual(['03-05T10:00 sent reminder']);
  await shop.handleTransition(order, { subject: anOrder('Склад'), event: 'order.cancel' });
  await shop.advanceTo('2026-03-06T00:00');
  expect(sent()).toEqual([
    '03-05T10:00 sent reminder',
    '03-05T10:30 sent any',
    '03-05T10:30 sent left-own',
    '03-05T10:30 withdrawn silent',
  ]);
});

test('an event that is not allowed in a status of the own is refused, and the ones that are are named', async () => {
  const { order, shop, anOrder } = shopWith({ unknown: { group: 'own' }, fromUnknown: { cancel: 'cancelled' } });
  await shop.handleTransition(order, { created: anOrder('Склад') });
  const refused = await shop.handleTransition(order, { subject: anOrder('Склад'), event: 'order.accept' });
  expect(refused).toMatchObject({ ok: false, code: 'no-transition', allowed: ['order.cancel'] });
});

test('without a word about them, unknown statuses are refused, and so is a missing one with it', async () => {
  const strict = shopWith({});
  await expect(strict.shop.handleTransition(strict.order, { created: strict.anOrder('Склад') })).rejects.toMatchObject({
    code: 'unknown-state',
  });
  const open = shopWith({ unknown: 'ignore' });
  await expect(open.shop.handleTransition(open.order, { created: open.anOrder('') })).rejects.toMatchObject({
    code: 'unknown-state',
  });
});

test('mistakes about unknown states are reported with the rest', () => {
  const map = { open: { close: 'closed' }, closed: {} } as const;
  const wrong: never = { unknown: { group: 'onw' }, groups: { own: [] }, fromUnknown: { clos: 'gone' } } as never;
  expect(problemsOf(() => defineMachine(map, wrong))).toEqual([
    'missing-value | groups.own: a group needs at least one state.',
    "unknown-state | unknown.group: unknown group 'onw'. Did you mean 'own'? Known: own.",
    "unknown-event | fromUnknown.clos: unknown event 'clos'. Did you mean 'close'? Known: close.",
    "unknown-state | fromUnknown.clos: unknown state 'gone'. Known: open, closed.",
  ]);
  expect(problemsOf(() => defineMachine(map, { unknown: 'skip', fromUnknown: {} } as never))).toEqual([
    "invalid-value | unknown: expected 'refuse', 'ignore' or { group: 'name of a group' }.",
  ]);
  expect(problemsOf(() => defineMachine(map, { fromUnknown: { close: 'closed' } }))).toEqual([
    "invalid-value | fromUnknown: states that the map does not have are refused. Add unknown: 'ignore' or { group }.",
  ]);
  expect(defineMachine(map, { groups: { own: [] }, unknown: { group: 'own' } }).unknown).toEqual({ group: 'own' });
});
