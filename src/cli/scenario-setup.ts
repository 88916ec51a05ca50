/**
 * The setup that a scenario file names: a preset with options, or a config module.
 * @module
 */
import { resolve } from 'node:path';
import { type Problem, unknownName } from '../core/errors.js';
import { loadConfig } from './config-module.js';
import { presetNames, presets } from './presets.js';
import { placedIn, problemsOf } from './problems.js';
import { checkSetup, type Setup } from './setup.js';
import { isObject, shown } from './shown.js';

type File = Readonly<Record<string, unknown>>;
type Report = (code: Problem['code'], place: string, message: string) => void;

/**
 * Reads `preset`, `config` and `options`. Where only the options are wrong the preset is made without them, so that the steps can
 * still be checked; undefined where there is nothing to check them with.
 *
 * @param folder What a `config` path is relative to.
 */
export async function readSetup(file: File, folder: string, problems: Problem[]): Promise<Setup | undefined> {
  const { preset, config, options } = file;
  const report: Report = (code, place, message) => problems.push({ code, place, message });
  if (options !== undefined && !isObject(options)) {
    report('invalid-value', 'options', `expected an object of the preset's settings, got ${shown(options)}.`);
  } else if (options !== undefined && preset === undefined && config !== undefined && Object.keys(options).length > 0) {
    report('invalid-value', 'options', 'only presets have options; a config module holds its own settings.');
  }
  if (preset !== undefined && config !== undefined) {
    report('invalid-value', 'config', "a file has a 'preset' or a 'config', and this one has both. Remove one of them.");
  }
  if (preset === undefined && config === undefined) {
    const fix = `Add "preset": "${presetNames[0]}", or the path of a module that exports rules and templates: "config": "./notices.js".`;
    report('missing-value', 'preset', `which rules? ${fix}`);
  }
  if (preset !== undefined) return presetSetup(preset, isObject(options) ? options : undefined, problems, report);
  if (config !== undefined) return configSetup(config, folder, problems, report);
  return undefined;
}

async function presetSetup(name: unknown, options: unknown, problems: Problem[], report: Report): Promise<Setup | undefined> {
  const load = typeof name === 'string' && Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (load === undefined) {
    const message =
      typeof name === 'string' ? unknownName('preset', name, presetNames) : `expected the name of a preset, got ${shown(name)}.`;
    report('unknown-option', 'preset', message);
    return undefined;
  }
  const preset = await load();
  try {
    return preset(options);
  } catch (error) {
    const own = problemsOf(error);
    if (own.length === 0) throw error;
    problems.push(...own);
    return preset(undefined);
  }
}

async function configSetup(path: unknown, folder: string, problems: Problem[], report: Report): Promise<Setup | undefined> {
  if (typeof path !== 'string') {
    report('invalid-value', 'config', `expected the path of a module, such as './notices.js', got ${shown(path)}.`);
    return undefined;
  }
  let setup: Setup | undefined;
  try {
    setup = await loadConfig(resolve(folder, path));
    checkSetup(setup);
  } catch (error) {
    const own = problemsOf(error);
    if (own.length === 0) throw error;
    problems.push(...placedIn('config', own));
  }
  return setup;
}
