import { expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { defineMachine, statesNamed } from '../../src/core/machine.js';
import { problemsOf } from '../builders/problems.js';

test('a machine knows its states, events and groups', () => {
  const order = defineMachine({ open: { close: 'closed' }, closed: { reopen: 'open' } }, { groups: { any: ['open', 'closed'] } });
  expect(order.initial).toBe('open');
  expect(order.states).toEqual(['open', 'closed']);
  expect(order.events).toEqual(['close', 'reopen']);
  expect(statesNamed(order, 'any')).toEqual(['open', 'closed']);
  expect(statesNamed(order, '*')).toEqual(['open', 'closed']);
  expect(statesNamed(order, 'opened')).toBeUndefined();
});

test('every mistake in a machine is reported at once, with its place and the nearest known name', () => {
  const wrong: never = {
    open: { close: 'closd' },
    closed: {},
    lost: {},
    'not a name': { go: 'open' },
  } as never;
  const options: never = {
    groups: { open: ['closed'], empty: [], some: ['opne'] },
    actors: { clos: ['shop'] },
    once: ['opened'],
    onse: [],
  } as never;
  const problems = problemsOf(() => defineMachine(wrong, options));
  expect(problems).toMatchInlineSnapshot(`
    [
      "unknown-option | options: unknown option 'onse'. Did you mean 'once'? Known: groups, actors, once, starts, unknown, fromUnknown.",
      "unknown-state | state 'open', event 'close': unknown state 'closd'. Did you mean 'closed'? Known: open, closed, lost, not a name.",
      "invalid-value | state 'not a name': a name is made of letters, digits, '-' and '_', starting with a letter.",
      "duplicate-name | groups.open: a state has this name already; choose another one.",
      "missing-value | groups.empty: a group needs at least one state.",
      "unknown-state | groups.some: unknown state 'opne'. Did you mean 'open'? Known: open, closed, lost, not a name.",
      "unknown-event | actors.clos: unknown event 'clos'. Did you mean 'close'? Known: close, go.",
      "unknown-state | once: unknown state 'opened'. Did you mean 'open'? Known: open, closed, lost, not a name.",
      "unreachable-state | state 'closed': no event leads here from 'open'. Add an event that targets it, name it in 'starts' if new subjects may have it, or remove it.",
      "unreachable-state | state 'lost': no event leads here from 'open'. Add an event that targets it, name it in 'starts' if new subjects may have it, or remove it.",
      "unreachable-state | state 'not a name': no event leads here from 'open'. Add an event that targets it, name it in 'starts' if new subjects may have it, or remove it.",
    ]
  `);
});

test('an empty machine is refused', () => {
  expect(problemsOf(() => defineMachine({}))).toEqual([
    'missing-value | transitions: a machine needs at least one state: { open: { close: "closed" }, closed: {} }.',
  ]);
});

test('a state that no event leads to is refused, unless new subjects may start there', () => {
  expect(() => defineMachine({ draft: { place: 'open' }, open: {}, imported: {} })).toThrow(OrderbellError);
  expect(defineMachine({ draft: { place: 'open' }, open: {}, imported: {} }, { starts: ['imported'] }).states).toHaveLength(3);
});
