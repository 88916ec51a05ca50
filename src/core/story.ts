/**
 * Stories: what happens to some subjects, step by step, at given instants.
 * @module
 */
import { OrderbellError } from './errors.js';
import type { ChangeRequest } from './handle.js';

/** A subject comes to be. */
export interface CreatedStep {
  readonly kind: 'created';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly lifecycle: string;
  readonly data: unknown;
}

/** Something happens to a subject: its data change, an event, a fact, or its data together with one of the two. */
export interface ChangeStep {
  readonly kind: 'change';
  readonly at: number;
  readonly lifecycle: string;
  /** The subject's key. */
  readonly subject: string;
  /** Merged into the subject's data before anything else, as in {@link mergedData}. */
  readonly change?: unknown;
  readonly event?: string | undefined;
  readonly fact?: string | undefined;
  readonly payload?: unknown;
  readonly actor?: string | undefined;
}

/** Nothing happens but time: everything that is due until then, that instant included, is delivered. */
export interface UntilStep {
  readonly kind: 'until';
  readonly at: number;
}

/** One step of a story. What is due at the instant of a step is delivered before the step. */
export type StoryStep = CreatedStep | ChangeStep | UntilStep;

/** The change that a step tells of, for a subject with these data. */
export function requestOfStep(step: CreatedStep | ChangeStep, data: unknown): ChangeRequest {
  if (step.kind === 'created') return { kind: 'created', subject: step.data };
  const { event, fact, payload } = step;
  const subject = step.change === undefined ? data : mergedData(data, step.change);
  const before = step.change === undefined ? undefined : data;
  if (event !== undefined) return { kind: 'event', event, payload, subject, before };
  if (fact !== undefined) return { kind: 'fact', fact, payload, subject, before };
  if (before !== undefined) return { kind: 'moved', before, subject };
  throw new OrderbellError(
    'invalid-argument',
    `the step for ${step.lifecycle} '${step.subject}' says nothing. Expected an event, a fact or a change.`,
  );
}

/** Data with a change merged in: objects deeply, everything else (lists and null included) replaced. Neither is altered. */
export function mergedData(data: unknown, change: unknown): unknown {
  if (!isPlain(data) || !isPlain(change)) return change;
  // Object.fromEntries makes own properties even of names such as '__proto__'.
  const merged = Object.entries(change).map(([name, value]) => [name, mergedData(data[name], value)] as const);
  return Object.fromEntries([...Object.entries(data), ...merged]);
}

/** Not a Date or another object with a nature of its own. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
