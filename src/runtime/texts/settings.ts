/**
 * The settings of merchants' texts.
 * @module
 */
import { expectKnown, type Report } from '../../core/problems.js';
import { bag } from '../../core/untyped.js';
import type { Store } from '../../ports/store.js';
import type { TemplateStore } from '../../ports/template-store.js';
import type { Emit } from '../events.js';
import type { TextsOptions } from './texts.js';

/** The options with every default filled in. */
export interface TextSettings<Tx> {
  readonly store: TemplateStore<Tx> | undefined;
  readonly allowedHosts: readonly string[];
  readonly add: readonly string[];
  readonly allow: readonly string[];
  readonly parts: number;
  readonly cacheFor: number;
  readonly emit: Emit;
}

const names = ['store', 'allowedHosts', 'promotionalWords', 'parts', 'cacheFor'];

/** The settings, or undefined where merchants write nothing; notes what is not in order. */
export function textSettings<Tx>(
  options: TextsOptions<Tx> | undefined,
  store: Store<Tx>,
  emit: Emit,
  report: Report,
): TextSettings<Tx> | undefined {
  if (options === undefined) return undefined;
  for (const name of Object.keys(options)) expectKnown(report, 'unknown-option', 'texts', 'option', name, names);
  const { allowedHosts = [], promotionalWords: { add = [], allow = [] } = {}, parts = 3, cacheFor = 30_000 } = options;
  for (const [name, value] of Object.entries({ parts, cacheFor })) {
    if (Number.isInteger(value) && value > 0) continue;
    report('invalid-value', `texts.${name}`, `expected a whole number above 0, got ${String(value)}.`);
  }
  for (const host of allowedHosts) {
    if (typeof host === 'string' && /^(?:\*\.)?[\p{L}\p{N}.-]+(?::\d+)?$/u.test(host)) continue;
    report(
      'invalid-value',
      'texts.allowedHosts',
      `expected hosts such as 'shop.example' or '*.shop.example', got '${String(host)}'.`,
    );
  }
  if (options.store === undefined && bag(store)['records'] === undefined)
    report(
      'store-without-records',
      'texts',
      'texts are kept as records, and this store keeps none. Give texts.store, or another store.',
    );
  return { store: options.store, allowedHosts, add, allow, parts, cacheFor, emit };
}
