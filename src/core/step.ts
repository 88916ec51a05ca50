/**
 * Steps: what one change does to the machines of a subject, links included.
 * @module
 */
import { unknownName } from './errors.js';
import { parseName } from './links.js';
import { eventsFrom, targetOf } from './machine.js';
import type { LifecycleModel, MachineModel } from './model.js';

/** One move of one machine. `from` is undefined when the subject came to be. */
export interface Transition {
  readonly machine: string;
  readonly from: string | undefined;
  readonly to: string;
  /** The event that caused it; undefined for a subject that came to be in this state, and where the host has moved it by no event. */
  readonly event: string | undefined;
}

/** What a change did: one cause, one chain of transitions. */
export interface Step {
  readonly ok: true;
  readonly states: Readonly<Record<string, string>>;
  readonly transitions: readonly Transition[];
  /** Linked events that their machine did not allow. */
  readonly ignored: readonly string[];
}

/** Why a change was refused. A value, not an error: business as usual. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** A sentence for people, naming the state, what was asked and what is allowed. */
  readonly message: string;
  /** Events that are allowed now, for anybody who may cause them. */
  readonly allowed: readonly string[];
}

/**
 * `no-transition`: not in this state · `wrong-actor`: not by this actor · `entered-once`: not a second time ·
 * `invalid-payload`: not with these data · `already-created`: it has come to be before.
 */
export type RefusalCode = 'no-transition' | 'wrong-actor' | 'entered-once' | 'invalid-payload' | 'already-created';

/** Who causes a change, and what the subject has been through. */
export interface StepContext {
  readonly actor: string | undefined;
  /** `machine.state` names that may be entered only once, and were. */
  readonly visited: readonly string[];
}

/** The states of all machines of a subject. */
export function statesOf(model: LifecycleModel, subject: unknown): Record<string, string> {
  const states: Record<string, string> = {};
  for (const [name, machine] of model.machines) states[name] = machine.read(subject);
  return states;
}

/** The first state of a subject that its machine does not have, in words. */
export function unknownState(model: LifecycleModel, states: Readonly<Record<string, string>>): string | undefined {
  for (const [name, { machine }] of model.machines) {
    const state = states[name] ?? '';
    if (machine.transitions.has(state) || (machine.unknown !== 'refuse' && isName(state))) continue;
    return `machine '${name}': ${unknownName('state', state, machine.states)}`;
  }
  return undefined;
}

/** Not what became of a value that is missing. */
function isName(state: string): boolean {
  return state !== '' && state !== 'undefined' && state !== 'null';
}

/** The step of a subject that comes to be: it enters its states and leaves none. */
export function creation(model: LifecycleModel, states: Readonly<Record<string, string>>): Step {
  const transitions = Object.entries(states).map(([machine, to]) => ({ machine, from: undefined, to, event: undefined }));
  return follow(model, states, transitions, { actor: undefined, visited: [] });
}

/** The step of an event, given as `machine.event`. */
export function applyEvent(
  model: LifecycleModel,
  states: Readonly<Record<string, string>>,
  name: string,
  context: StepContext,
): Step | Refusal {
  const [machineName, event] = parseName(name);
  const machine = model.machines.get(machineName);
  if (machine === undefined || event === undefined)
    return refusal(model, states, 'no-transition', `there is no event '${name}'.`);
  const from = states[machineName] ?? '';
  const to = targetOf(machine.machine, from, event);
  if (to === undefined)
    return refusal(model, states, 'no-transition', `'${name}' is not allowed while ${machineName} is '${from}'.`);
  const refused = barred(model, states, machine, event, to, context);
  if (refused !== undefined) return refused;
  return follow(model, { ...states, [machineName]: to }, [{ machine: machineName, from, to, event }], context);
}

/**
 * The step of a subject that the host moved itself: each machine that stands elsewhere must have got there by one allowed event. A
 * state that the machine does not have is the host's own business: how it is entered and left is not asked.
 */
export function observe(
  model: LifecycleModel,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  context: StepContext,
): Step | Refusal {
  const transitions: Transition[] = [];
  for (const [name, machine] of model.machines) {
    const from = before[name] ?? '';
    const to = after[name] ?? '';
    if (from === to) continue;
    const isOwn = !machine.machine.transitions.has(from) || !machine.machine.transitions.has(to);
    if (isOwn && isSpent(machine, to, context)) return spent(model, before, machine, to);
    if (isOwn) {
      transitions.push({ machine: name, from, to, event: undefined });
      continue;
    }
    const events = [...eventsFrom(machine.machine, from)].filter(([, target]) => target === to).map(([event]) => event);
    if (events.length === 0) return refusal(model, before, 'no-transition', `no event leads ${name} from '${from}' to '${to}'.`);
    const refusals = events.map((event) => barred(model, before, machine, event, to, context));
    const index = refusals.indexOf(undefined);
    const refused = refusals[0];
    if (index === -1 && refused !== undefined) return refused;
    transitions.push({ machine: name, from, to, event: events[index] });
  }
  return follow(model, after, transitions, context);
}

/** Follows the links from the states that were entered, until none applies. */
function follow(
  model: LifecycleModel,
  start: Readonly<Record<string, string>>,
  first: readonly Transition[],
  context: StepContext,
): Step {
  if (model.links.size === 0) return { ok: true, states: start, transitions: first, ignored: [] };
  const states: Record<string, string> = { ...start };
  const transitions = [...first];
  const ignored: string[] = [];
  // The list grows while it is walked; definitions with a cycle of links are refused, so it ends.
  for (const entered of transitions) {
    for (const { machine: name, event } of model.links.get(`${entered.machine}.${entered.to}`) ?? []) {
      const machine = model.machines.get(name);
      const from = states[name] ?? '';
      const to = machine && targetOf(machine.machine, from, event);
      if (machine === undefined || to === undefined || isSpent(machine, to, context)) ignored.push(`${name}.${event}`);
      else {
        states[name] = to;
        transitions.push({ machine: name, from, to, event });
      }
    }
  }
  return { ok: true, states, transitions, ignored };
}

/** Why an event that the present state has may not happen all the same. */
function barred(
  model: LifecycleModel,
  states: Readonly<Record<string, string>>,
  machine: MachineModel,
  event: string,
  to: string,
  context: StepContext,
): Refusal | undefined {
  const { name } = machine;
  const { actor } = context;
  const actors = machine.machine.actors.get(event);
  if (actors !== undefined && !(actor !== undefined && actors.has(actor))) {
    const who = actor === undefined ? 'no actor was given' : `the actor was '${actor}'`;
    return refusal(model, states, 'wrong-actor', `'${name}.${event}' may only be caused by ${[...actors].join(', ')}; ${who}.`);
  }
  if (!isSpent(machine, to, context)) return undefined;
  return spent(model, states, machine, to);
}

function spent(model: LifecycleModel, states: Readonly<Record<string, string>>, { name }: MachineModel, to: string): Refusal {
  return refusal(model, states, 'entered-once', `${name} has been '${to}' before and cannot be so again.`);
}

/** Whether a state may be entered only once, and has been. */
function isSpent({ name, machine }: MachineModel, state: string, { visited }: StepContext): boolean {
  return machine.once.has(state) && visited.includes(`${name}.${state}`);
}

function refusal(model: LifecycleModel, states: Readonly<Record<string, string>>, code: RefusalCode, reason: string): Refusal {
  const allowed = [...model.machines].flatMap(([name, { machine }]) =>
    [...eventsFrom(machine, states[name] ?? '').keys()].map((event) => `${name}.${event}`),
  );
  const list = allowed.length === 0 ? 'Nothing is allowed any more.' : `Allowed now: ${allowed.join(', ')}.`;
  return { ok: false, code, message: `${reason} ${list}`, allowed };
}

/** The states that were entered, as `machine.state`, in order. */
export function enteredBy(step: Step): readonly string[] {
  return step.transitions.map(({ machine, to }) => `${machine}.${to}`);
}

/** The states that were left, as `machine.state`, in order. */
export function leftBy(step: Step): readonly string[] {
  return step.transitions.filter(({ from }) => from !== undefined).map(({ machine, from }) => `${machine}.${from}`);
}
