/**
 * The arguments of a command line, against the options that a command has.
 * @module
 */
import { parseArgs } from 'node:util';
import { unknownName } from '../core/errors.js';
import type { Command, CommandArguments, CommandOption } from './command.js';

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, CommandOption>> = {
  help: { type: 'boolean', short: 'h', about: 'Show this help.' },
};

/** Arguments as they were given, with a sentence for each that does not fit. */
export interface ReadArguments extends CommandArguments {
  readonly mistakes: readonly string[];
}

/** Reads arguments. Everything that is wrong is listed, and not only the first of it. */
export function readArguments(args: readonly string[], command: Command): ReadArguments {
  const options = { ...command.options, ...commonOptions };
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const mistakes = tokens.flatMap((token) => (token.kind === 'option' ? (mistakeIn(token, options) ?? []) : []));
  return { values, positionals, mistakes };
}

interface OptionToken {
  readonly name: string;
  /** As it was written: `--jsn`. */
  readonly rawName: string;
  readonly value?: string | undefined;
}

function mistakeIn(token: OptionToken, options: Readonly<Record<string, CommandOption>>): string | undefined {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  const known = Object.keys(options).map((name) => `--${name}`);
  if (option === undefined) return unknownName('option', token.rawName, known);
  if (option.type === 'string' && token.value === undefined) return `option '${token.rawName}' needs a value.`;
  if (option.type === 'boolean' && token.value !== undefined) return `option '${token.rawName}' takes no value.`;
  return undefined;
}
