/**
 * Commands: what `orderbell COMMAND` runs.
 * @module
 */

/** Everything outside of the program that a command may touch. */
export interface World {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** One option of a command: `--json`, or `--preset NAME`. */
export interface CommandOption {
  readonly type: 'boolean' | 'string';
  /** One letter: `-h`. */
  readonly short?: string;
  readonly about: string;
}

/** What a command is given. Unknown options have been refused before. */
export interface CommandArguments {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** A command. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  readonly usage: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Yields the exit status; what it throws is printed. */
  readonly run: (given: CommandArguments, world: World) => Promise<number>;
}
