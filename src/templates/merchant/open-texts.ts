/**
 * The check of what a set opens to merchants.
 * @module
 */
import { type Problem, unknownName } from '../../core/errors.js';
import { bag, listOf } from '../../core/untyped.js';
import type { TemplateSet } from '../template-set.js';

/** What is wrong with `editable` and `slots` of a set of any origin. */
export function openProblems(set: TemplateSet, place: string): readonly Problem[] {
  const texts = Object.values(bag(set.locales)).map((locale) => bag(bag(locale)['templates']));
  const names = [...new Set(texts.flatMap((templates) => Object.keys(templates)))];
  const editable = Object.entries(bag(set.editable)).flatMap(([template, given]): readonly Problem[] => {
    const at = `${place}, editable, '${template}'`;
    if (!names.includes(template))
      return [{ code: 'missing-template', place: at, message: unknownName('template', template, names) }];
    const channels = [...new Set(texts.flatMap((templates) => Object.keys(bag(templates[template]))))];
    return listOf<unknown>(given as unknown[]).flatMap((channel): readonly Problem[] => {
      if (channel === 'email') {
        const message =
          'e-mail is not open to merchants: its parts are the system’s own. Open fields of the data instead: slots.';
        return [{ code: 'invalid-value', place: at, message }];
      }
      if (channels.includes(String(channel))) return [];
      return [{ code: 'unknown-channel', place: at, message: unknownName('channel', String(channel), channels) }];
    });
  });
  const slots = Object.entries(bag(set.slots)).flatMap(([name, slot]): readonly Problem[] => {
    const { path, maxLength = 1 } = bag(slot);
    const isPath =
      typeof path === 'string' &&
      /^[^.\s]+(\.[^.\s]+)*$/.test(path) &&
      !/(^|\.)(__proto__|prototype|constructor)(\.|$)/.test(path);
    if (isPath && Number.isInteger(maxLength) && Number(maxLength) > 0) return [];
    const message = "expected { path: 'shop.notes', maxLength: 1000 }, the path to a field of the data.";
    return [{ code: 'invalid-value', place: `${place}, slots, '${name}'`, message }];
  });
  return [...editable, ...slots];
}
