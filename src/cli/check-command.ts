/**
 * `orderbell check`: finds what is wrong with rules and templates without sending anything.
 * @module
 */
import { resolve } from 'node:path';
import { OrderbellError, unknownName } from '../core/errors.js';
import { cellsOf, paddedToCells } from '../core/text-cells.js';
import type { TemplateCheck } from '../templates/engine.js';
import type { SmsWorstCase } from '../templates/sms-worst-case.js';
import type { Command, CommandArguments, World } from './command.js';
import { loadConfig } from './config-module.js';
import { presetNames, presets } from './presets.js';
import { checkSetup, type Setup } from './setup.js';

/** The command: everything that `createNotifier` would refuse, transports and signal handlers aside; and what each SMS may take. */
export const checkCommand: Command = {
  name: 'check',
  about: 'Check rules and templates: names, conditions, texts and the variables in them.',
  usage: 'check CONFIG_MODULE | check --preset NAME',
  options: {
    preset: { type: 'string', about: `Check a preset instead of a module: ${presetNames.join(', ')}.` },
    sms: { type: 'boolean', about: 'List how many parts the SMS of each rule may take, in each language.' },
    json: { type: 'boolean', about: 'One JSON object instead of text.' },
  },
  async run(given, world) {
    const setup = await setupOf(given, world);
    checkSetup(setup);
    const rules = setup.rules.reduce((count, { compiled }) => count + compiled.rules.length, 0);
    const lifecycles = [...new Set(setup.rules.map(({ compiled }) => compiled.model.name))];
    const locales = [...new Set(setup.templates.flatMap(({ languages }) => languages))];
    const checks = checksOf(setup);
    const opaque = checks.flatMap((check) => check.opaque);
    const sms = checks.flatMap((check) => check.sms?.() ?? []);
    if (given.values['json'] === true) {
      world.out(`${JSON.stringify({ rules, lifecycles, locales, opaque, sms })}\n`);
      return 0;
    }
    world.out(`No problems: ${rules} rules for ${lifecycles.join(', ')}, with texts in ${locales.join(', ')}.\n`);
    for (const { place, path } of opaque) {
      world.out(`Could not be checked, because the schema does not say what it holds: ${path} (${place}).\n`);
    }
    const isListed = given.values['sms'] === true;
    if (isListed) world.out(smsTable(sms));
    // The texts of a preset are not the shop's to mend; whoever lists them sees it all.
    if (!isListed && given.values['preset'] !== undefined) return 0;
    for (const { rule, locale, notice } of sms) {
      if (notice !== undefined) world.out(`Notice: rule '${rule}', locale '${locale}', sms: ${notice}\n`);
    }
    return 0;
  },
};

/** A line for each rule and language: parts at most, the encoding, the limit, and what has no maximum. */
function smsTable(cases: readonly SmsWorstCase[]): string {
  const rows = cases.map(({ rule, locale, encoding, parts, units, limit, fit, unbounded }) => [
    rule,
    locale,
    parts === undefined ? 'no limit' : `${parts} (${units} of ${encoding})`,
    limit === undefined ? '' : `${limit}, ${fit}`,
    unbounded.join(', '),
  ]);
  const lines = [['rule', 'locale', 'parts at most', 'limit, fit', 'without a maximum'], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => cellsOf(line[column] ?? '')))) ?? [];
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => paddedToCells(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** What the check of each set finds that keeps nobody from starting. */
function checksOf({ rules, templates }: Setup): readonly TemplateCheck[] {
  return templates.flatMap((set) => {
    const tables = rules.map(({ compiled }) => compiled).filter(({ model }) => model.name === set.lifecycle);
    const rows = tables.flatMap((table) => table.rules.map(({ name, row }) => ({ name, rule: row })));
    const [table] = tables;
    return table === undefined ? [] : [set.check(table.model, rows)];
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
