/**
 * Frames: what is in scope at one point of a template, and where that point stands.
 * @module
 */

import type { Program } from './syntax.js';
import type { View } from './view.js';

/** The text that is being checked. */
export interface Site {
  /** `templates 'booking', locale 'zh-TW', 'pre-visit', email.subject`. */
  readonly place: string;
  /** For a partial: the text that includes it. */
  readonly usedBy: string | undefined;
}

/** What a partial was called around: `{{#> card}} ... {{/card}}`. */
export interface PartialBlock {
  readonly program: Program;
  readonly frame: Frame;
}

/** What is in scope at one point. */
export interface Frame {
  readonly site: Site;
  /** What a bare name is looked up in. */
  readonly context: View;
  /** What `../` leads to. A partial starts without one, as Handlebars starts it. */
  readonly parent: Frame | undefined;
  readonly blockParams: ReadonlyMap<string, View>;
  /** How many `#each` are around: they give `@index`, `@key`, `@first`, `@last`. */
  readonly loops: number;
  /** What `{{> @partial-block}}` stands for. */
  readonly block: PartialBlock | undefined;
  /** The partials that are open, outermost first. */
  readonly partials: readonly string[];
}

/** A value of which something was reported already; nothing more is said about what is looked up in it. */
export const reported: View = [{ kind: 'opaque' }];

/** The frame of a whole text. */
export function rootFrame(site: Site, context: View): Frame {
  return { site, context, parent: undefined, blockParams: new Map(), loops: 0, block: undefined, partials: [] };
}

/** The frame inside a block that changes the context, with the names that it declares. */
export function innerFrame(
  frame: Frame,
  context: View,
  program: Program,
  values: readonly View[],
  loops: number = frame.loops,
): Frame {
  const blockParams = new Map(frame.blockParams);
  for (const [index, name] of (program.blockParams ?? []).entries()) blockParams.set(name, values[index] ?? reported);
  return { ...frame, context, parent: frame, blockParams, loops };
}
