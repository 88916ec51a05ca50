/**
 * The `orderbell` command: finds the command that is meant, reads its options, and tells what went wrong.
 * @module
 */
import { unknownName } from '../core/errors.js';
import { commonOptions, readArguments } from './arguments.js';
import { checkCommand } from './check-command.js';
import type { Command, World } from './command.js';
import { createImportCommand } from './import-command.js';
import { importers } from './importers.js';
import { problemsOf } from './problems.js';
import { simulateCommand } from './simulate-command.js';

const commands: readonly Command[] = [simulateCommand, checkCommand, createImportCommand(importers)];
const names = commands.map(({ name }) => name);

/** Runs a command line, without the program's own name, and yields the exit status: 0, or 1 where something was wrong. */
export async function main(args: readonly string[], world: World): Promise<number> {
  const [first, ...rest] = args;
  if (first === '--version' || first === '-v') return say(world, `${world.version}\n`);
  if (first === '--help' || first === '-h' || first === 'help') return help(rest[0], world);
  if (first === undefined) return refuse(world, usage());
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const message = first.startsWith('-')
      ? unknownName('option', first, ['--help', '--version'])
      : unknownName('command', first, names);
    return refuse(world, `orderbell: ${message}\n`);
  }
  return run(command, rest, world);
}

async function run(command: Command, args: readonly string[], world: World): Promise<number> {
  const given = readArguments(args, command);
  if (given.values['help'] === true) return help(command.name, world);
  if (given.mistakes.length > 0) {
    return refuse(world, given.mistakes.map((mistake) => `orderbell ${command.name}: ${mistake}\n`).join(''));
  }
  try {
    return await command.run(given, world);
  } catch (error) {
    return refuse(world, `${messageOf(error)}\n`);
  }
}

/** What the library reports is meant for people; anything else is a bug, of a config module or ours, and keeps its trace. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return problemsOf(error).length > 0 ? error.message : (error.stack ?? error.message);
}

function help(name: string | undefined, world: World): number {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return say(world, usage());
  const options = Object.entries({ ...command.options, ...commonOptions });
  const width = Math.max(...options.map(([option]) => option.length));
  const lines = options.map(([option, { about }]) => `  --${option.padEnd(width)}  ${about}`);
  return say(world, `${command.about}\n\nUsage: orderbell ${command.usage}\n\n${lines.join('\n')}\n`);
}

function usage(): string {
  const width = Math.max(...names.map((name) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Usage: orderbell COMMAND\n\n${lines.join('\n')}\n\n'orderbell COMMAND --help' tells more. 'orderbell --version' shows the version.\n`;
}

function say(world: World, text: string): number {
  world.out(text);
  return 0;
}

function refuse(world: World, text: string): number {
  world.err(text);
  return 1;
}
