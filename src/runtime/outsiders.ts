/**
 * Outsiders: whoever the host tells by itself, and may not read what is internal.
 * @module
 */
import type { FixedContact } from '../core/contact.js';
import { type InternalModel, readsInternal } from '../core/internal.js';
import type { LifecycleModel } from '../core/model.js';
import { refuse } from '../core/problems.js';
import { listOf } from '../core/untyped.js';
import type { Templates } from '../templates/engine.js';
import type { RuleColumns } from '../templates/scope.js';

/** What the check has said about a template for those whom no rule tells by it: once for each of them. */
const findings = new WeakMap<Templates, Map<string, string | undefined>>();

/**
 * Refuses a message that the host asks for itself by `call`, where its template reads what is internal and somebody it goes to may not. Whom
 * rules tell was checked with the table. Throws `internal-path`.
 */
export function assertNothingInternal(
  call: string,
  model: LifecycleModel,
  internal: InternalModel,
  templates: Templates,
  row: RuleColumns,
): void {
  const mayRead = (one: string | FixedContact) =>
    typeof one === 'string' ? internal.roles.has(one) : readsInternal(internal, undefined, one);
  const outsider = listOf(row.to).find((one) => !mayRead(one));
  if (outsider === undefined || internal.paths.length === 0) return;
  const known = findings.get(templates) ?? new Map<string, string | undefined>();
  findings.set(templates, known);
  const to = typeof outsider === 'string' ? outsider : { name: 'a contact' };
  const id = JSON.stringify([call, row.template, row.by, to, row.on, row.each]);
  if (!known.has(id)) {
    const { problems } = templates.check(model, [{ name: call, rule: { ...row, to } }]);
    const problem = problems.find(({ code }) => code === 'internal-path');
    known.set(id, problem && `${problem.place}: ${problem.message.replace(`rule '${call}' tells`, 'it would go to')}`);
  }
  const finding = known.get(id);
  if (finding !== undefined) refuse('internal-path', call, finding);
}
