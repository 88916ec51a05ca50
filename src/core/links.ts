/**
 * Links: entering a state of one machine applies events to others.
 * @module
 */
import type { EventRef, MachineModel } from './model.js';

/** `order.processing` split at its first dot; the second part is undefined without one. */
export function parseName(name: string): readonly [string, string | undefined] {
  const dot = name.indexOf('.');
  return dot === -1 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

type Machines = ReadonlyMap<string, MachineModel>;

/** Every event of a lifecycle, as `order.cancel`. */
export function eventNames(machines: Machines): readonly string[] {
  return [...machines].flatMap(([name, { machine }]) => machine.events.map((event) => `${name}.${event}`));
}

/** Every state of a lifecycle, as `order.processing`. */
export function stateNames(machines: Machines): readonly string[] {
  return [...machines].flatMap(([name, { machine }]) => machine.states.map((state) => `${name}.${state}`));
}

/** The event that a name such as `order.cancel` stands for; undefined where there is none. */
export function eventNamed(machines: Machines, name: string): EventRef | undefined {
  const [machine, event] = parseName(name);
  return event !== undefined && machines.get(machine)?.machine.events.includes(event) === true ? { machine, event } : undefined;
}

/**
 * A round of links that could set each other off for ever, as a path of states, or undefined. A linked event is taken to
 * lead to each of its targets, from whatever state: a definition that loops only in some states is refused, too.
 */
export function findLinkCycle(
  links: ReadonlyMap<string, readonly EventRef[]>,
  machines: Machines,
): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (state: string, path: readonly string[]): readonly string[] | undefined => {
    const seen = path.indexOf(state);
    if (seen !== -1) return [...path.slice(seen), state];
    if (done.has(state)) return undefined;
    for (const { machine, event } of links.get(state) ?? []) {
      for (const row of machines.get(machine)?.machine.transitions.values() ?? []) {
        const target = row.get(event);
        const cycle = target === undefined ? undefined : visit(`${machine}.${target}`, [...path, state]);
        if (cycle !== undefined) return cycle;
      }
    }
    done.add(state);
    return undefined;
  };
  for (const state of links.keys()) {
    const cycle = visit(state, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
