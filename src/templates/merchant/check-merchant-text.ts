/**
 * The check of a text that a merchant has written, before it is stored: everything that is wrong with it, at once.
 * @module
 */
import type { Problem } from '../../core/errors.js';
import type { LifecycleModel } from '../../core/model.js';
import type { Fitting } from '../../core/rule.js';
import type { MerchantTexts } from '../engine.js';
import { placeOf } from '../place.js';
import { type RuleRow, templateOf } from '../scope.js';
import { assumedLength, type SmsEstimate } from '../sms-worst-case.js';
import { parseTemplate } from '../syntax.js';
import { badLinks } from './links.js';
import { folded, gap, type PlainText, placeAt, plainTexts, wholeText } from './plain-text.js';
import { wordsIn } from './promotional-words.js';
import { rawOutputs } from './raw-output.js';

/** Codes of a {@link TextProblem}; `docs/sites.md` says for each what to do about it. */
export type TextProblemCode =
  | 'not-editable'
  | 'unknown-locale'
  | 'empty-text'
  | 'too-long'
  | 'invalid-template'
  | 'unknown-variable'
  | 'unknown-helper'
  | 'unknown-partial'
  | 'raw-output'
  | 'markup'
  | 'control-character'
  | 'promotional-word'
  | 'link-host'
  | 'link-form'
  | 'link-shortener'
  | 'changed-meanwhile';

/** One thing that is wrong with a text, in parts to show beside it, and as a sentence. */
export interface TextProblem {
  readonly code: TextProblemCode;
  /** `line 1, column 12`. */
  readonly place: string;
  /** What stands there. */
  readonly value: string;
  readonly expected: string;
  readonly fix: string;
  /** All of it in one or two sentences. */
  readonly message: string;
}

/** What texts are held to. */
export interface TextLimits {
  readonly allowedHosts: readonly string[];
  /** Undefined where promotional words are in place. */
  readonly words: readonly string[] | undefined;
}

/** A text in place of one of a set, and what it is held to. */
export interface TemplateCheckRequest extends TextLimits {
  readonly model: LifecycleModel;
  readonly rules: readonly RuleRow[];
  readonly merchant: MerchantTexts;
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
  /** Parts that it may take, for SMS. */
  readonly fitting: Fitting;
}

/** Characters of a text that is not even read: no SMS has so many. */
const longestSource = 4_000;

/** A problem with its sentence. */
export function textProblem(code: TextProblemCode, place: string, value: string, expected: string, fix: string): TextProblem {
  const shown = value.length > 60 ? `${value.slice(0, 57)}...` : value;
  return {
    code,
    place,
    value: shown,
    expected,
    fix,
    message: `${place}: '${shown}' does not do here. Expected ${expected}. ${fix}`,
  };
}

/** What is wrong with a template of a merchant's. */
export function checkMerchantTemplate(request: TemplateCheckRequest): readonly TextProblem[] {
  const { text } = request;
  if (text.trim() === '') return [emptyText];
  if (text.length > longestSource) return [tooLong(text, `${text.length} characters`, `${longestSource} characters at most`)];
  const parsed = parseTemplate(text);
  const plains = parsed.ok ? plainTexts(text, parsed.program) : [wholeText(text)];
  return [
    ...(parsed.ok ? rawOutputs(parsed.program).map(({ line, written }) => rawOutput(line, written)) : []),
    ...staticProblems(request),
    ...contentProblems(text, plains, withoutOwnWords(request)),
    ...(parsed.ok && request.channel === 'sms' ? lengthProblems(request) : []),
  ];
}

/** What is wrong with a text of a merchant's that fills a field of the data. It is no template: braces are braces. */
export function checkMerchantSlot(text: string, maxLength: number, limits: TextLimits): readonly TextProblem[] {
  if (text.trim() === '') return [emptyText];
  const length = [...text].length;
  const long = length > maxLength ? [tooLong(text, `${length} characters`, `${maxLength} characters at most`)] : [];
  return [...long, ...contentProblems(text, [wholeText(text)], limits)];
}

const emptyText = textProblem(
  'empty-text',
  'text',
  '',
  'some text',
  'Write something, or reset the text to have the system’s own.',
);

function tooLong(text: string, takes: string, expected: string): TextProblem {
  const { message, ...rest } = textProblem('too-long', 'text', text, expected, 'Shorten it.');
  return { ...rest, message: `text: it takes ${takes}. Expected ${expected}. Shorten it.` };
}

function rawOutput(line: number, written: string): TextProblem {
  const fix = `Write ${written.replace(/^\{\{(?:\{|&)/, '{{').replace(/\}\}\}$/, '}}')}.`;
  return textProblem('raw-output', `line ${line}`, written, 'two braces, which keep markup in data out of the message', fix);
}

/** What the check of templates says: syntax, variables, helpers, partials. */
function staticProblems({
  model,
  rules,
  merchant,
  template,
  channel,
  locale,
  text,
}: TemplateCheckRequest): readonly TextProblem[] {
  const place = placeOf({ lifecycle: model.name, locale, template, part: channel });
  const { problems } = merchant.override([{ template, channel, locale, text }]).check(model, rules);
  return problemsFrom(place, problems).map((problem) => described(problem, place, text));
}

/** The problems that a text brings: those in it, and those in partials that are only wrong where it includes them. */
export function problemsFrom(place: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.place.startsWith(place) || problem.message.endsWith(` Included by ${place}.`));
}

const kept: ReadonlySet<string> = new Set(['unknown-variable', 'unknown-helper', 'unknown-partial']);

function described({ code, place, message }: Problem, root: string, text: string): TextProblem {
  const at = place.startsWith(root) ? place.slice(root.length).replace(/^, /, '') || 'text' : place;
  const value = /'([^']*)'/.exec(message)?.[1] ?? text.slice(0, 60);
  const expected = /(?:Known[^:]*|Expected): ?(.*?)\.?$/.exec(message)?.[1] ?? 'what the check of templates accepts';
  const fix = /(Did you mean [^?]*\?)/.exec(message)?.[1] ?? /: (write .*)$/.exec(message)?.[1] ?? 'Mend it or leave it out.';
  // The check's own codes are finer than what a form has to tell apart.
  const known = kept.has(code) ? (code as TextProblemCode) : 'invalid-template';
  return { code: known, place: at, value, expected, fix, message: `${at}: ${message}` };
}

/** What is said, wherever it stands. */
function contentProblems(source: string, plains: readonly PlainText[], limits: TextLimits): readonly TextProblem[] {
  const problems = plains.flatMap((given) => {
    const plain = folded(given);
    const at = (offset: number) => placeAt(source, offset);
    return [
      ...markupIn(plain).map(({ found, offset }) => {
        const fix = 'Write the text without it.';
        return textProblem('markup', at(offset), found, 'plain text, without HTML and scripts', fix);
      }),
      ...controlsIn(given).map(({ found, offset }) => {
        const shown = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
        return textProblem(
          'control-character',
          at(offset),
          shown,
          'text without invisible control characters',
          'Type the text anew.',
        );
      }),
      ...(limits.words === undefined ? [] : wordsIn(plain, limits.words)).map(({ word, offset }) => {
        const expected = 'no promotional words: they get messages about orders judged as spam';
        return textProblem('promotional-word', at(offset), word, expected, `Leave out '${word}', or say it in other words.`);
      }),
      ...badLinks(plain, limits.allowedHosts).map(({ code, link, offset, why, expected, fix }) => {
        const { message: _, ...rest } = textProblem(code, at(offset), link, expected, fix);
        return { ...rest, message: `${at(offset)}: '${rest.value}': ${why}. Expected ${expected}. ${fix}` };
      }),
    ];
  });
  const seen = new Set<string>();
  return problems.filter(({ code, place, value }) => {
    const name = JSON.stringify([code, place, value]);
    return !seen.has(name) && seen.add(name);
  });
}

function markupIn({ text, offsets }: PlainText): readonly { readonly found: string; readonly offset: number }[] {
  const tags = text.matchAll(/<(?:[a-z/!?])[^<>\n]{0,80}>?|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|\bon[a-z]{3,}\s*=\s*["']/giu);
  return [...tags].map((match) => ({ found: match[0].replaceAll(gap, '{{…}}'), offset: offsets[match.index] ?? 0 }));
}

/** Control characters, and those that turn the direction of what is read. Line breaks and tabs are text. */
function controlsIn({ text, offsets }: PlainText): readonly { readonly found: string; readonly offset: number }[] {
  const controls = [...text.matchAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]/gu)];
  const unwanted = controls.filter(({ 0: found }) => !['\n', '\r', '\t'].includes(found));
  return unwanted.map((match) => ({ found: match[0], offset: offsets[match.index] ?? 0 }));
}

/** A word that the system says itself in this very text is none that a merchant has brought in: 優惠券 in the notice of a coupon. */
function withoutOwnWords({ words, allowedHosts, merchant, template, channel, locale }: TemplateCheckRequest): TextLimits {
  const source = merchant.source(template, channel, locale);
  const parsed = source === undefined ? undefined : parseTemplate(source);
  if (words === undefined || source === undefined || parsed?.ok !== true) return { words, allowedHosts };
  const own = plainTexts(source, parsed.program).flatMap((plain) => wordsIn(folded(plain), words).map(({ entry }) => entry));
  return { words: words.filter((entry) => !own.includes(entry)), allowedHosts };
}

function lengthProblems({ model, rules, merchant, fitting, ...own }: TemplateCheckRequest): readonly TextProblem[] {
  const users = usersOf(rules, own.template, own.channel);
  const estimate = merchant.estimate(own, model, users, fitting.fit);
  if (estimate === undefined || estimate.parts <= fitting.parts) return [];
  const { parts, units, encoding } = estimate;
  const allowed = `${fitting.parts} SMS ${fitting.parts === 1 ? 'part' : 'parts'} at most`;
  return [tooLong(own.text, `${parts} parts (${units} units of ${encoding})${lengthsOf(estimate)}`, allowed)];
}

/** What the variables of a text were taken to have, in words. */
function lengthsOf({ declared, assumed }: SmsEstimate): string {
  const known = [...declared].map(([name, length]) => `${length} for '${name}'`);
  const guessed = assumed.map((name) => `'${name}'`).join(', ');
  if (guessed !== '') known.push(`${assumedLength} for ${guessed}, without a declared maximum`);
  return known.length === 0 ? '' : ` with so many characters: ${known.join('; ')}`;
}

/** The rules that use a template on a channel. */
export function usersOf(rules: readonly RuleRow[], template: string, channel: string): readonly RuleRow[] {
  return rules.filter((row) => {
    const { by } = row.rule;
    const channels = by === undefined ? [] : 'firstOf' in by ? by.firstOf : by;
    return templateOf(row) === template && channels.includes(channel);
  });
}
