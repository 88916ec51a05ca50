/**
 * A template helper of the bitrix preset: what a status is called.
 * @module
 */
import type { Helper } from '../../../templates/template-set.js';
import type { Settings, StatusTitle } from '../settings.js';

/**
 * `statusTitle status statusName`: the name that the options give the status in the language of the text; else the one that stands in
 * the order, for statuses that were added since; else any name that the options have; else the code itself.
 */
export function statusTitleHelper({ statuses }: Settings): Helper {
  const titles = new Map<unknown, StatusTitle>(Object.entries(statuses));
  return ({ locale }, status, given) => {
    const title = titles.get(status);
    if (typeof title === 'string') return title;
    return title?.[locale] ?? (given || (title === undefined ? status : Object.values(title)[0]));
  };
}
