/**
 * `orderbell simulate`: plays a scenario file and prints its timeline.
 * @module
 */
import { dirname, resolve } from 'node:path';
import { timelineJson } from '../core/timeline.js';
import { timelineText } from '../core/timeline-text.js';
import type { Command } from './command.js';
import { textOf } from './input-file.js';
import { play } from './play.js';
import { readScenario } from './scenario-file.js';

/** The command. Nothing is printed before the whole story was played. */
export const simulateCommand: Command = {
  name: 'simulate',
  about: 'Play a scenario file and print what is sent to whom, when, and what is not.',
  usage: 'simulate FILE.json [--json]',
  options: { json: { type: 'boolean', about: 'One JSON object a line instead of a table.' } },
  async run({ values, positionals }, world) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) {
      world.err(`orderbell simulate: expected one file, got ${positionals.length}. Usage: orderbell ${simulateCommand.usage}\n`);
      return 1;
    }
    const path = resolve(world.cwd, file);
    const { setup, timeZone, story } = await readScenario(
      await textOf(path, file, 'invalid-scenario', 'a scenario file'),
      file,
      dirname(path),
    );
    const lines = await play(setup, story);
    world.out(
      values['json'] === true ? lines.map((line) => `${timelineJson(line, timeZone)}\n`).join('') : timelineText(lines, timeZone),
    );
    return 0;
  },
};
