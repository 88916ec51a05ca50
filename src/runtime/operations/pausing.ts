/**
 * Holding back rules, channels and sites, and letting go.
 * @module
 */
import { OrderbellError, unknownName } from '../../core/errors.js';
import type { Pause, PauseTarget } from '../../ports/store.js';
import type { Parts } from '../setup.js';
import type { OperationsContext } from './context.js';
import { lifecycleNamed } from './names.js';
import type { LifecycleName, Pausable, Paused } from './operations.js';

/** Holds something back from now on. */
export async function pause<Tx>({ parts }: OperationsContext<Tx>, target: Pausable, note?: string): Promise<void> {
  const named = targetOf(parts, 'pause()', target, []);
  await parts.store.pause({ ...named, since: parts.clock.now().getTime(), note });
}

/** Lifts a pause: also one of a rule or channel that has been removed meanwhile. */
export async function resume<Tx>({ parts, wake }: OperationsContext<Tx>, target: Pausable): Promise<number> {
  const count = await parts.store.resume(targetOf(parts, 'resume()', target, await parts.store.pauses()));
  wake(parts.clock.now());
  return count;
}

/** What is held back now. */
export async function listPauses<Tx>({ parts }: OperationsContext<Tx>): Promise<readonly Paused[]> {
  return (await parts.store.pauses()).map(pausedOf);
}

function pausedOf({ kind, name, since, note }: Pause): Paused {
  const rest = { since: new Date(since), note };
  switch (kind) {
    case 'rule':
      return { ...ruleIn(name), ...rest };
    case 'channel':
      return { channel: name, ...rest };
    case 'site':
      return { site: name, ...rest };
    default:
      return kind satisfies never;
  }
}

/** `lifecycle/rule`, of which a rule's name has no slash. */
function ruleIn(name: string): { readonly lifecycle: string; readonly rule: string } {
  const slash = name.lastIndexOf('/');
  return { lifecycle: name.slice(0, slash), rule: name.slice(slash + 1) };
}

/** What is meant. Names are known to the notifier, or to a pause that holds already. */
function targetOf<Tx>(parts: Parts<Tx>, call: string, target: Pausable, held: readonly PauseTarget[]): PauseTarget {
  const isHeld = (kind: PauseTarget['kind'], name: string) => held.some((one) => one.kind === kind && one.name === name);
  const { rule, channel, site, lifecycle } = target ?? {};
  const given = [rule, channel, site].filter((name) => name !== undefined);
  if (given.length !== 1 || typeof given[0] !== 'string' || given[0] === '')
    throw new OrderbellError('invalid-argument', `${call}: expected { rule }, { channel } or { site }, one of them.`);
  if (rule !== undefined) return { kind: 'rule', name: `${ownerOf(parts, call, rule, lifecycle, held)}/${rule}` };
  if (channel !== undefined) {
    if (parts.transports.has(channel) || isHeld('channel', channel)) return { kind: 'channel', name: channel };
    throw new OrderbellError('unknown-channel', `${call}: ${unknownName('channel', channel, [...parts.transports.keys()])}`);
  }
  const name = site ?? '';
  if (isHeld('site', name) || [...parts.tables.values()].some(({ model }) => model.site !== undefined))
    return { kind: 'site', name };
  throw new OrderbellError(
    'invalid-argument',
    `${call}: no lifecycle says to which site its subjects belong. Add site: (subject) => ... to defineLifecycle.`,
  );
}

/** The lifecycle whose rule is meant. */
function ownerOf<Tx>(
  parts: Parts<Tx>,
  call: string,
  rule: string,
  lifecycle: LifecycleName | undefined,
  held: readonly PauseTarget[],
): string {
  const only = lifecycle === undefined ? undefined : lifecycleNamed(parts, lifecycle);
  const tables = [...parts.tables.values()].filter(({ model }) => only === undefined || model.name === only);
  const pausedIn = held.flatMap(({ kind, name }) =>
    kind === 'rule' && ruleIn(name).rule === rule ? [ruleIn(name).lifecycle] : [],
  );
  const owners = new Set([
    ...tables.filter(({ byName }) => byName.has(rule)).map(({ model }) => model.name),
    ...pausedIn.filter((name) => only === undefined || name === only),
  ]);
  const [owner, ...others] = owners;
  if (owner === undefined) {
    const known = tables.flatMap(({ byName }) => [...byName.keys()]);
    throw new OrderbellError('unknown-rule', `${call}: ${unknownName('rule', rule, known)}`);
  }
  if (others.length === 0) return owner;
  throw new OrderbellError(
    'invalid-argument',
    `${call}: several lifecycles have a rule '${rule}': ${[...owners].join(', ')}. Say which: { rule: '${rule}', lifecycle: '${owner}' }.`,
  );
}
