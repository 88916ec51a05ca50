/**
 * `orderbell simulate`: plays a scenario file and prints its timeline.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OrderbellError } from '../core/errors.js';
import { timelineJson } from '../core/timeline.js';
import { timelineText } from '../core/timeline-text.js';
import type { Command } from './command.js';
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
    const { setup, timeZone, story } = await readScenario(await textOf(path, file), file, dirname(path));
    const lines = await play(setup, story);
    world.out(
      values['json'] === true ? lines.map((line) => `${timelineJson(line, timeZone)}\n`).join('') : timelineText(lines, timeZone),
    );
    return 0;
  },
};

async function textOf(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(cause);
    throw new OrderbellError('invalid-scenario', `${name} cannot be read: ${why}. Expected the path of a scenario file.`, {
      cause,
    });
  }
}
