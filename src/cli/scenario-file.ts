/**
 * Scenario files: a story with the rules it is played with, checked as a whole before anything is played.
 * @module
 */
import { type Problem, throwProblems, unknownName } from '../core/errors.js';
import type { StoryStep } from '../core/story.js';
import { assertZone } from '../core/zone.js';
import { readJson } from './json-text.js';
import { placedIn, problemsOf } from './problems.js';
import { rehearse } from './rehearsal.js';
import { readSetup } from './scenario-setup.js';
import { readSteps } from './scenario-steps.js';
import type { Setup } from './setup.js';
import { isObject, shown } from './shown.js';

/** A scenario that can be played. */
export interface Scenario {
  readonly setup: Setup;
  /** Zone of local times in the file, and of the times that are printed. */
  readonly timeZone: string;
  readonly story: readonly StoryStep[];
}

const columns = ['preset', 'config', 'timeZone', 'options', 'steps'];

/**
 * Reads a scenario. Throws `invalid-scenario` with every problem of the file: its JSON, its columns and times, names that do not
 * exist, data that do not fit, subjects that no earlier step creates, and a config whose rules and templates do not fit together.
 *
 * @param text The file's content.
 * @param name The file's name, for the message.
 * @param folder Folder of the file, which a `config` path is relative to.
 */
export async function readScenario(text: string, name: string, folder: string): Promise<Scenario> {
  const { value, problems: mistakes } = readJson(text);
  throwProblems('invalid-scenario', name, value === undefined ? mistakes : []);
  const problems: Problem[] = [...mistakes];
  if (!isObject(value)) {
    const message = `expected an object with the columns ${columns.join(', ')}, got ${shown(value)}.`;
    problems.push({ code: 'invalid-value', place: 'the file', message });
  }
  throwProblems('invalid-scenario', name, isObject(value) ? [] : problems);
  const file = isObject(value) ? value : {};
  for (const column of Object.keys(file)) {
    if (!columns.includes(column))
      problems.push({ code: 'unknown-column', place: column, message: unknownName('column', column, columns) });
  }
  const timeZone = readZone(file['timeZone'], problems);
  const setup = await readSetup(file, folder, problems);
  const steps = readSteps(file['steps'], timeZone, problems);
  const story = rehearse(setup, steps, problems);
  throwProblems('invalid-scenario', name, inFileOrder(problems));
  // Whatever is missing is a problem, so nothing is missing here.
  return { setup: setup ?? { rules: [], templates: [] }, timeZone: timeZone ?? 'UTC', story };
}

/** Problems of the file as a whole first, then step by step. */
function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const stepOf = ({ place }: Problem) => Number(/^steps\[(\d+)\]/.exec(place)?.[1] ?? -1);
  return [...problems].sort((a, b) => stepOf(a) - stepOf(b));
}

function readZone(value: unknown, problems: Problem[]): string | undefined {
  if (typeof value !== 'string') {
    const code = value === undefined ? 'missing-value' : 'invalid-value';
    problems.push({ code, place: 'timeZone', message: `expected an IANA name such as 'Asia/Taipei', got ${shown(value)}.` });
    return undefined;
  }
  try {
    assertZone(value);
    return value;
  } catch (error) {
    problems.push(...placedIn('timeZone', problemsOf(error)));
    return undefined;
  }
}
