/**
 * `orderbell check`: finds what is wrong with rules and templates without sending anything.
 * @module
 */
import { resolve } from 'node:path';
import { OrderbellError, unknownName } from '../core/errors.js';
import type { OpaquePath } from '../templates/engine.js';
import type { Command, CommandArguments, World } from './command.js';
import { loadConfig } from './config-module.js';
import { presetNames, presets } from './presets.js';
import { checkSetup, type Setup } from './setup.js';

/** The command: everything that `createNotifier` would refuse, transports and signal handlers aside. */
export const checkCommand: Command = {
  name: 'check',
  about: 'Check rules and templates: names, conditions, texts and the variables in them.',
  usage: 'check CONFIG_MODULE | check --preset NAME',
  options: { preset: { type: 'string', about: `Check a preset instead of a module: ${presetNames.join(', ')}.` } },
  async run(given, world) {
    const setup = await setupOf(given, world);
    checkSetup(setup);
    const rules = setup.rules.reduce((count, { compiled }) => count + compiled.rules.length, 0);
    const lifecycles = [...new Set(setup.rules.map(({ compiled }) => compiled.model.name))];
    const locales = [...new Set(setup.templates.flatMap(({ languages }) => languages))];
    world.out(`No problems: ${rules} rules for ${lifecycles.join(', ')}, with texts in ${locales.join(', ')}.\n`);
    for (const { place, path } of opaquePaths(setup)) {
      world.out(`Could not be checked, because the schema does not say what it holds: ${path} (${place}).\n`);
    }
    return 0;
  },
};

/** Paths in texts that lead into something the schema does not describe. */
function opaquePaths({ rules, templates }: Setup): readonly OpaquePath[] {
  return templates.flatMap((set) => {
    const tables = rules.map(({ compiled }) => compiled).filter(({ model }) => model.name === set.lifecycle);
    const rows = tables.flatMap((table) => table.rules.map(({ name, row }) => ({ name, rule: row })));
    const [table] = tables;
    return table === undefined ? [] : set.check(table.model, rows).opaque;
  });
}

async function setupOf({ values, positionals }: CommandArguments, world: World): Promise<Setup> {
  const { preset } = values;
  const [path] = positionals;
  if ((path === undefined) === (preset === undefined) || positionals.length > 1) {
    throw new OrderbellError(
      'invalid-argument',
      `orderbell check: expected one module, or a preset. Usage: orderbell ${checkCommand.usage}`,
    );
  }
  if (path !== undefined) return loadConfig(resolve(world.cwd, path));
  const load = Object.hasOwn(presets, String(preset)) ? presets[String(preset)] : undefined;
  if (load === undefined)
    throw new OrderbellError('unknown-option', `orderbell check: ${unknownName('preset', String(preset), presetNames)}`);
  return (await load())(undefined);
}
