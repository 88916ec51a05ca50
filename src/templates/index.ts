/**
 * `orderbell/templates`: the texts of a lifecycle, in Handlebars.
 * @module
 */
export { type DefinedTemplates, defineTemplates } from './define-templates.js';
export { hasEmoji, stripEmoji } from './emoji.js';
export type {
  CalendarRequest,
  RenderExtra,
  Rendered,
  RenderedMessage,
  RenderRequest,
  TemplateCheck,
  Templates,
} from './engine.js';
export { type CostRequest, renderCost, type SmsCost } from './render-cost.js';
export type { RuleColumns, RuleRow } from './scope.js';
export { shortenable } from './shorten-marks.js';
export { type FitOptions, type FitResult, fitSms } from './sms-fit.js';
export { type SmsEncoding, type SmsParts, smsParts } from './sms-parts.js';
export { type SmsWorstCase, smsWorstCase } from './sms-worst-case.js';
export type {
  CalendarTemplate,
  ChannelTemplates,
  EmailTemplate,
  Helper,
  HelperContext,
  Layout,
  LocaleTemplates,
  TemplateSet,
  TemplateSetDefinition,
} from './template-set.js';
export { transliterate } from './transliterate.js';
