/**
 * `orderbell import`: turns what another system was set up with into rules and templates.
 * @module
 */
import { resolve } from 'node:path';
import { OrderbellError, throwProblems, unknownName } from '../core/errors.js';
import type { Command, CommandArguments } from './command.js';
import type { ImportedSetup, Importer } from './importers.js';
import { textOf } from './input-file.js';
import { readJson } from './json-text.js';
import { literalOf } from './typescript-text.js';

const usage = 'import SYSTEM FILE.json [--skip] [--json | --ts]';

/** The command. Nothing is printed of a file that has a mistake. */
export function createImportCommand(importers: Readonly<Record<string, () => Promise<Importer>>>): Command {
  const systems = Object.keys(importers);
  return {
    name: 'import',
    about: 'Turn what another system was set up with into rules and templates.',
    usage,
    options: {
      skip: { type: 'boolean', about: 'Leave out, and list, what cannot be translated.' },
      ts: { type: 'boolean', about: 'A TypeScript module (the default).' },
      json: { type: 'boolean', about: 'JSON instead of a module.' },
    },
    async run(given, world) {
      const [system, file] = argumentsOf(given, systems);
      const load = Object.hasOwn(importers, system) ? importers[system] : undefined;
      if (load === undefined)
        throw new OrderbellError('unknown-option', `orderbell import: ${unknownName('system', system, systems)}`);
      const importer = await load();
      const text = await textOf(resolve(world.cwd, file), file, 'invalid-import', `a file of ${system}`);
      const { value, problems } = readJson(text);
      throwProblems('invalid-import', file, problems);
      const setup = importer.read(value, { skip: given.values['skip'] === true });
      world.out(given.values['json'] === true ? jsonOf(setup) : moduleOf(setup, importer, file));
      for (const { place, message } of setup.skipped) world.err(`Left out: ${place}: ${message}\n`);
      return 0;
    },
  };
}

function argumentsOf({ values, positionals }: CommandArguments, systems: readonly string[]): readonly [string, string] {
  const [system, file] = positionals;
  if (system === undefined || file === undefined || positionals.length > 2)
    throw new OrderbellError(
      'invalid-argument',
      `orderbell import: expected a system and a file. Usage: orderbell ${usage}. Systems: ${systems.join(', ')}.`,
    );
  if (values['json'] === true && values['ts'] === true)
    throw new OrderbellError('invalid-argument', `orderbell import: choose one of '--json' and '--ts'.`);
  return [system, file];
}

/** Everything, for another program. */
function jsonOf({ options = {}, rules, templates, data, skipped }: ImportedSetup): string {
  const rows = rules && Object.entries(rules).map(([lifecycle, table]) => [lifecycle, table.rows]);
  const texts = templates && Object.entries(templates).map(([lifecycle, { helpers: _functions, ...set }]) => [lifecycle, set]);
  const tables = { ...(rows && { rules: Object.fromEntries(rows) }), ...(texts && { templates: Object.fromEntries(texts) }) };
  const printed = { options, ...tables, ...data, skipped };
  return `${JSON.stringify(printed, null, 2)}\n`;
}

/** A module that makes the same again, for a person to go on with. */
function moduleOf(
  { options = {}, rules, templates, enabled, data = {} }: ImportedSetup,
  importer: Importer,
  file: string,
): string {
  const { preset, factory } = importer;
  const given = Object.keys(options).length === 0 ? '' : literalOf(options);
  const tables = Object.entries(rules ?? {}).map(
    ([lifecycle, { rows }]) => `  ${lifecycle}: lifecycles.${lifecycle}.rules(${literalOf(rows, '  ')}),\n`,
  );
  const sets = Object.entries(templates ?? {}).map(([lifecycle, { lifecycle: _name, helpers, ...set }]) => {
    const texts = literalOf(set, '  ');
    // Functions are no data: they are taken from the preset.
    const own = `helpers: preset.templates.${lifecycle}.helpers,`;
    const whole = helpers === undefined ? texts : texts.replace(/^\{\s+/, (open) => `${open}${own}${open.slice(1)}`);
    return `  ${lifecycle}: defineTemplates(lifecycles.${lifecycle}, ${whole}),\n`;
  });
  const ofPreset = [
    'lifecycles',
    ...(rules === undefined ? ['rules'] : []),
    ...(templates === undefined ? ['templates'] : []),
    ...(enabled === undefined ? [] : ['enabled']),
  ];
  return [
    `// Made of ${literalOf(file)}.`,
    `import { ${factory} } from 'orderbell/presets/${preset}';`,
    ...(templates === undefined ? [] : [`import { defineTemplates } from 'orderbell/templates';`]),
    '',
    `const preset = ${factory}(${given});`,
    `export const { ${ofPreset.join(', ')} } = preset;`,
    '',
    ...(rules === undefined ? [] : [`export const rules = {\n${tables.join('')}};`, '']),
    ...(templates === undefined ? [] : [`export const templates = {\n${sets.join('')}};`, '']),
    ...Object.entries(data).flatMap(([name, value]) => [`export const ${name} = ${literalOf(value)} as const;`, '']),
  ].join('\n');
}
