/**
 * Sets of states, as rules name them.
 * @module
 */
import { type Machine, openNames, statesNamed } from './machine.js';

/** The states that a column of a rule names. */
export interface StateSet {
  /** Whether a state of the subject is one of them. */
  has(state: string, subject: unknown): boolean;
  /** Their names for people; where the set is closed, exactly its states. */
  readonly names: readonly string[];
  /** Whether it is known beforehand which states these are. */
  readonly isClosed: boolean;
}

/** A set whose states are known. */
export function stateSet(states: ReadonlySet<string>): StateSet {
  return { has: (state) => states.has(state), names: [...states], isClosed: true };
}

/**
 * A set of states of an open machine: which they are, the data of a subject say. A state that the machine does not have and ignores
 * is in none, not even in one that names what it must not be.
 */
export function openStateSet(machine: Machine, names: readonly string[], isNegated: boolean): StateSet {
  const named = new Set([...names, ...names.flatMap((name) => statesNamed(machine, name) ?? [])]);
  return {
    has: (state, subject) => {
      const others = openNames(machine, state, subject);
      if (others.length === 0 && !machine.transitions.has(state)) return false;
      return (named.has(state) || others.some((name) => named.has(name))) !== isNegated;
    },
    names: isNegated ? machine.states.filter((state) => !named.has(state)) : names,
    isClosed: false,
  };
}
