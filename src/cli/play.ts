/**
 * Playing a story: the real notifier under a fake clock, with the host's part played as well.
 * @module
 */
import { throwProblems } from '../core/errors.js';
import type { ChangeRequest } from '../core/handle.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Shape } from '../core/shape.js';
import { decodeSnapshot } from '../core/snapshot.js';
import { type ChangeStep, type CreatedStep, requestOfStep, type StoryStep } from '../core/story.js';
import { inTimelineOrder, type TimelineLine } from '../core/timeline.js';
import type { ChangeOf } from '../runtime/changes.js';
import type { AnyTable } from '../runtime/options.js';
import { recordLines } from '../testing/record-lines.js';
import { createTestNotifier, type TestNotifier } from '../testing/test-notifier.js';
import { placedIn, problemsOf } from './problems.js';
import type { Setup } from './setup.js';

/**
 * Plays a story and yields its timeline. What is due at the instant of a step is delivered before the step, and what the last
 * step causes at once is delivered, too. A signal that is named after an event is applied as that event.
 *
 * Throws `invalid-scenario`, naming the step, where a step breaks something that the check of the file cannot see.
 */
export async function play(setup: Setup, story: readonly StoryStep[]): Promise<readonly TimelineLine[]> {
  const start = new Date(story[0]?.at ?? 0);
  const shop = createTestNotifier<readonly AnyTable[]>({ ...setup, start });
  const lines = recordLines(shop);
  for (const [index, step] of story.entries()) {
    await shop.advanceTo(new Date(step.at));
    if (step.kind !== 'until') await inStep(index, () => tell(shop, setup, step));
  }
  await shop.advanceTo(new Date(story.at(-1)?.at ?? start));
  await shop.stop();
  return inTimelineOrder(
    lines,
    setup.rules.map(({ compiled }) => compiled),
  );
}

/** Tells the notifier of a step, as the shop's own backend would. The data it would have saved are those of the last answer. */
async function tell(shop: TestNotifier<readonly AnyTable[]>, setup: Setup, step: CreatedStep | ChangeStep): Promise<void> {
  const model = setup.rules.find((table) => table.lifecycle === step.lifecycle)?.compiled.model;
  if (model === undefined) return;
  const stored = step.kind === 'created' ? undefined : await shop.store.subject({ lifecycle: model.name, subject: step.subject });
  const data = stored?.snapshot === undefined ? undefined : decodeSnapshot(stored.snapshot);
  // A notifier reads nothing but the name of a lifecycle; its model is the one that the table was made for.
  const lifecycle = { name: model.name, model } as Lifecycle<Shape>;
  const actor = step.kind === 'created' ? undefined : step.actor;
  await shop.handleTransition(lifecycle, changeOf(requestOfStep(step, data)), actor === undefined ? {} : { actor });
}

/** A request in the form in which a host makes it. */
function changeOf(request: ChangeRequest): ChangeOf<Shape> {
  switch (request.kind) {
    case 'created':
      return { created: request.subject };
    case 'moved':
      return { before: request.before, after: request.subject };
    case 'event': {
      const { subject, event, payload, before } = request;
      // The notifier checks the name; every name of a machine and an event has this form.
      return { subject, event: event as `${string}.${string}`, payload, before };
    }
    case 'fact': {
      const { subject, fact, payload, before } = request;
      return { subject, fact, payload, before };
    }
    case 'refresh':
      return { before: request.subject, after: request.subject };
    default:
      return request satisfies never;
  }
}

async function inStep(index: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problems = problemsOf(error);
    if (problems.length === 0) throw error;
    throwProblems('invalid-scenario', 'the story', placedIn(`steps[${index}]`, problems));
  }
}
