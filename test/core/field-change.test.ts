import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ChangeRequest, handle, type Memory } from '../../src/core/handle.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { booking } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';

const status = defineMachine({ new: { ship: 'shipped' }, shipped: { back: 'new' } }, { groups: { any: ['new', 'shipped'] } });
const parcel = defineLifecycle('parcel', {
  schema: z.object({
    no: z.string(),
    status: z.enum(status.states),
    carrier: z.enum(['post', 'courier']).nullish(),
    tries: z.number().optional(),
    fragile: z.boolean().optional(),
    stops: z.array(z.string()).optional(),
  }),
  key: (p) => p.no,
  timeZone: 'UTC',
  machines: { status },
  states: { status: 'status' },
  fields: { carrier: (p) => p.carrier, tries: (p) => p.tries, fragile: (p) => p.fragile, stops: (p) => p.stops },
  roles: { owner: () => ({ name: 'Owner', email: 'owner@example.com' }) },
});
type Parcel = Parameters<typeof parcel.model.key>[0];

const told = { to: 'owner', by: ['email'] } as const;
const occurrence = { actor: undefined, now: 0 };

/** What one rule yields when a parcel changes: 'sent', or why not. */
function outcome(rule: object, request: ChangeRequest, memory?: Memory): string {
  const table = parcel.rulesFromJson({ rule: { ...told, ...rule } }).compiled;
  const handled = handle(table, 'P-1', request, memory, occurrence);
  if (!handled.ok) throw new Error(handled.message);
  const [decision] = handled.decisions;
  if (decision === undefined) return 'not set off';
  return decision.kind === 'skip' ? `${decision.code}: ${decision.why}` : 'sent';
}

const aParcel = (rest: object = {}): Parcel => ({ no: 'P-1', status: 'new', ...rest });
const moved = (before: object, after: object): ChangeRequest => ({
  kind: 'moved',
  before: aParcel(before),
  subject: aParcel(after),
});

describe("the columns 'was' and 'is'", () => {
  test.each<[rule: object, before: object, after: object, expected: string]>([
    [{ on: 'carrier.changed', was: 'post' }, { carrier: 'post' }, { carrier: 'courier' }, 'sent'],
    [
      { on: 'carrier.changed', was: 'post' },
      { carrier: 'courier' },
      { carrier: 'post' },
      "from: 'carrier' had another value before",
    ],
    [{ on: 'carrier.changed', is: 'courier' }, { carrier: 'post' }, { carrier: 'courier' }, 'sent'],
    [
      { on: 'carrier.changed', is: 'courier' },
      { carrier: 'courier' },
      { carrier: 'post' },
      "if: 'carrier' has another value now",
    ],
    [{ on: 'carrier.changed', was: 'post', is: ['post', null] }, { carrier: 'post' }, {}, 'sent'],
    [{ on: 'carrier.changed', was: null }, {}, { carrier: 'post' }, 'sent'],
    [{ on: 'carrier.changed', was: null }, { carrier: null }, { carrier: 'post' }, 'sent'],
    [{ on: 'carrier.changed', is: { not: null } }, { carrier: 'post' }, { carrier: null }, "if: 'carrier' has another value now"],
    [{ on: ['carrier.changed'], was: { not: ['post', null] } }, { carrier: 'courier' }, {}, 'sent'],
    [{ on: 'tries.changed', is: [2, 3] }, { tries: 1 }, { tries: 2 }, 'sent'],
    [{ on: 'tries.changed', is: '2' }, { tries: 1 }, { tries: 2 }, "if: 'tries' has another value now"],
    [{ on: 'fragile.changed', was: false, is: true }, { fragile: false }, { fragile: true }, 'sent'],
    [{ on: 'stops.changed', was: null }, {}, { stops: ['A'] }, 'sent'],
    [{ on: 'carrier.changed', was: 'post' }, { carrier: 'post' }, { carrier: 'post' }, 'not set off'],
  ])('%j: from %j to %j is %s', (rule, before, after, expected) => {
    expect(outcome(rule, moved(before, after))).toBe(expected);
  });

  test('compare with what is remembered of the field where no earlier data are given', () => {
    const table = parcel.rulesFromJson({ rule: { on: 'carrier.changed', ...told } }).compiled;
    const created = handle(table, 'P-1', { kind: 'created', subject: aParcel({ carrier: 'post' }) }, undefined, occurrence);
    const memory = created.ok ? created.memory : undefined;
    const request: ChangeRequest = { kind: 'refresh', subject: aParcel({ carrier: 'courier' }) };
    expect(outcome({ on: 'carrier.changed', was: 'post', is: 'courier' }, request, memory)).toBe('sent');
    expect(outcome({ on: 'carrier.changed', was: 'courier' }, request, memory)).toBe("from: 'carrier' had another value before");
  });

  test('are for the change of one field only, and each misuse is reported with the way out', () => {
    const known = "Known: 'tracking.changed'.";
    const fix = "wait for the change of one field, as in on: 'tracking.changed'; make a row for each field.";
    const row = { to: 'booker', by: ['email'] };
    const table = {
      state: { on: 'order.failed', is: 'failed', ...row },
      'two-facts': { on: ['tracking.changed', 'partner.assigned'], was: null, ...row },
      deadline: { due: { on: 'payment.deadline', at: '10:00' }, was: null, ...row },
      form: { on: 'tracking.changed', is: { no: 'T-1' }, ...row },
      nothing: { on: 'tracking.changed', is: [], ...row },
    };
    const form = "expected a value such as 'paid', 3, true or null, a list of such values, or { not: ... }";
    expect(problemsOf(() => booking.rulesFromJson(table))).toEqual([
      `invalid-value | rule 'state', 'is': only a field has an old and a new value: ${fix} ${known}`,
      `invalid-value | rule 'two-facts', 'was': only a field has an old and a new value: ${fix} ${known}`,
      `invalid-value | rule 'deadline', 'was': only a field has an old and a new value: ${fix} ${known}`,
      `invalid-value | rule 'form', 'is': ${form}, got {"no":"T-1"}.`,
      `invalid-value | rule 'nothing', 'is': ${form}, got [].`,
    ]);
  });
});

describe('from: null', () => {
  const rule = { on: 'status.any', from: null };
  test('is a subject that comes to be, and no step into the same state later', () => {
    expect(outcome(rule, { kind: 'created', subject: aParcel() })).toBe('sent');
    expect(outcome(rule, moved({ status: 'shipped' }, { status: 'new' }))).toBe('from: the state that was left is another one');
  });

  test("is what from: '*' leaves out", () => {
    const other = { ...rule, from: '*' };
    expect(outcome(other, { kind: 'created', subject: aParcel() })).toBe('from: the state that was left is another one');
    expect(outcome(other, moved({ status: 'shipped' }, { status: 'new' }))).toBe('sent');
  });

  test('asks for the state that on names', () => {
    expect(outcome({ on: 'status.shipped', from: null }, { kind: 'created', subject: aParcel() })).toBe('not set off');
  });
});
