/**
 * What the SMS of a rule costs.
 * @module
 */
import { fittingOf } from '../core/fitting.js';
import type { RenderExtra, RenderRequest, Templates } from './engine.js';
import { type RuleColumns, templateOf } from './scope.js';
import { type SmsParts, smsParts } from './sms-parts.js';

/** The rule, the language and the data for which a price is asked. */
export interface CostRequest {
  /** A row of a table, with its name. */
  readonly rule: {
    readonly name: string;
    readonly rule: RuleColumns;
  };
  /** The language that the recipient would like. */
  readonly locale: string;
  /** What the template sees. */
  readonly sample: Pick<RenderRequest, 'data' | 'timeZone'> & { readonly extra: Omit<RenderExtra, 'rule'> };
  /** Of one part, in any unit: whole numbers, such as cents or credits, stay exact. */
  readonly price: number;
}

/** The text as it would be sent, and its price; or why nothing would be sent. */
export type SmsCost =
  | {
      readonly ok: true;
      readonly text: string;
      /** Tag of the language that was used. */
      readonly locale: string;
      readonly size: SmsParts;
      readonly price: number;
    }
  | { readonly ok: false; readonly code: 'empty' | 'missing' | 'too-long'; readonly why: string };

/**
 * Renders the SMS of a rule for a sample and tells its parts and their price, fitted as the rule's `parts` and `fit` say. Nothing is
 * sent. Throws as `templates.render` does.
 *
 * @example
 * renderCost(bookingTemplates, { rule: { name: 'pre-visit', rule: rules.rows['pre-visit'] }, locale: 'ru', sample, price: 350 });
 */
export function renderCost(templates: Templates, { rule, locale, sample, price }: CostRequest): SmsCost {
  const { data, timeZone, extra } = sample;
  const rendered = templates.render({
    template: templateOf(rule),
    channel: 'sms',
    locales: [locale],
    timeZone,
    data,
    extra: { ...extra, rule: { name: rule.name } },
    fitting: fittingOf(rule.rule),
  });
  switch (rendered.kind) {
    case 'message': {
      const size = smsParts(rendered.text);
      return { ok: true, text: rendered.text, locale: rendered.locale, size, price: size.count * price };
    }
    case 'empty':
      return { ok: false, code: 'empty', why: 'the template rendered to nothing' };
    case 'missing':
      return { ok: false, code: 'missing', why: `no template '${templateOf(rule)}' is written for 'sms'` };
    case 'too-long':
      return { ok: false, code: 'too-long', why: rendered.why };
    default:
      return rendered satisfies never;
  }
}
