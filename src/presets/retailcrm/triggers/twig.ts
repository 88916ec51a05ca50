/**
 * Templates of retailCRM (Twig) as Handlebars.
 * @module
 */
import type { ErrorCode } from '../../../core/errors.js';
import { type ImportNotes, lineAt } from '../../shared/importing.js';
import type { StatusGroups } from '../statuses.js';
import { type Expression, readExpression } from './expression.js';
import { conditionText, listText, outputText, type TextContext } from './handlebars.js';

/** A block that is open. */
interface Open {
  readonly kind: 'if' | 'for';
  readonly index: number;
  /** The variable of a loop. */
  readonly product?: string | undefined;
  readonly hasElse: boolean;
}

/** A template being translated. */
interface Translation {
  readonly open: readonly Open[];
  readonly context: TextContext;
  readonly index: number;
  /** What stands where Handlebars strips spaces: `~`, or nothing. */
  readonly trim: { readonly before: string; readonly after: string };
}

const tag = /\{\{(-?)([\s\S]*?)(-?)\}\}|\{%(-?)([\s\S]*?)(-?)%\}|\{#[\s\S]*?#\}/g;

/** A template as Handlebars. What cannot be translated is noted with its line, and left out of what is yielded. */
export function handlebarsOf(twig: string, place: string, statuses: StatusGroups, notes: ImportNotes): string {
  let open: readonly Open[] = [];
  let end = 0;
  let written = '';
  const at = (index: number) => lineAt(place, twig, index);
  const contextAt = (index: number): TextContext => ({
    product: open.findLast(({ kind }) => kind === 'for')?.product,
    statuses,
    mistake: (code: ErrorCode, message: string) => notes.mistake(code, at(index), message),
    untranslatable: (message: string) => notes.untranslatable(at(index), message),
  });
  const writeText = (text: string, index: number, isBeforeTag: boolean) => {
    const stray = /\{[{%#]/.exec(text);
    if (stray) notes.mistake('invalid-template', at(index + stray.index), `'${stray[0]}' is not closed.`);
    // Both would change the meaning of the braces that follow.
    if (isBeforeTag && text.endsWith('{')) contextAt(index).untranslatable("'{' right before a tag cannot be translated.");
    written += isBeforeTag && text.endsWith('\\') ? `${text}\\` : text;
  };
  for (const match of twig.matchAll(tag)) {
    const [whole, outputOpen, output, outputClose, tagOpen, statement, tagClose] = match;
    writeText(twig.slice(end, match.index), end, output !== undefined || statement !== undefined);
    end = match.index + whole.length;
    const dash = (sign: string | undefined) => (sign === '-' ? '~' : '');
    const translation: Translation = {
      open,
      context: contextAt(match.index),
      index: match.index,
      trim: { before: dash(outputOpen ?? tagOpen), after: dash(outputClose ?? tagClose) },
    };
    if (output !== undefined) written += outputOf(output, translation);
    else if (statement !== undefined) {
      const result = statementOf(statement.trim(), translation);
      open = result.open;
      written += result.written;
    }
  }
  writeText(twig.slice(end), end, false);
  for (const { kind, index } of open)
    notes.mistake('invalid-template', at(index), `'${kind}' is not closed. Add {% end${kind} %}.`);
  return written;
}

function outputOf(text: string, { context, trim }: Translation): string {
  const expression = expressionOf(text, context);
  return expression === undefined ? '' : `{{${trim.before}${outputText(expression, context)}${trim.after}}}`;
}

interface Result {
  readonly open: readonly Open[];
  readonly written: string;
}

function statementOf(statement: string, translation: Translation): Result {
  const { open, context, index, trim } = translation;
  const [word = ''] = statement.split(/\s/, 1);
  const rest = statement.slice(word.length).trim();
  const inner = open.at(-1);
  const braces = (text: string) => `{{${trim.before}${text}${trim.after}}}`;
  const misplaced = (message: string): Result => {
    context.mistake('invalid-template', message);
    return { open, written: '' };
  };
  switch (word) {
    case 'if':
      return { open: [...open, { kind: 'if', index, hasElse: false }], written: braces(`#if ${condition(rest, context)}`) };
    case 'elseif':
      if (inner?.kind !== 'if' || inner.hasElse) return misplaced("'elseif' has no 'if' that it belongs to.");
      return { open, written: braces(`else if ${condition(rest, context)}`) };
    case 'else':
      if (inner === undefined || inner.hasElse) return misplaced("'else' has no 'if' that it belongs to.");
      return { open: [...open.slice(0, -1), { ...inner, hasElse: true }], written: braces('else') };
    case 'for':
      return loopOf(rest, translation, braces);
    case 'endif':
    case 'endfor': {
      const kind = word === 'endif' ? 'if' : 'for';
      if (inner?.kind !== kind) return misplaced(`'${word}' closes nothing.`);
      return { open: open.slice(0, -1), written: braces(kind === 'if' ? '/if' : '/each') };
    }
    default:
      context.untranslatable(`'${word}' cannot be translated. Known: if, elseif, else, endif, for, endfor.`);
      return { open, written: '' };
  }
}

function loopOf(text: string, { open, context, index }: Translation, braces: (text: string) => string): Result {
  const [, product, list] = /^([A-Za-z_]\w*)\s+in\s+(.+)$/s.exec(text) ?? [];
  const block: Open = { kind: 'for', index, product, hasElse: false };
  if (product === undefined || list === undefined || context.product !== undefined) {
    context.untranslatable(
      `'for ${text}' cannot be translated. Known: for op in order.availableOrderProducts, outside of other loops.`,
    );
    return { open: [...open, block], written: '' };
  }
  const expression = expressionOf(list, context);
  const path = expression === undefined ? undefined : listText(expression, context);
  return { open: [...open, block], written: path === undefined ? '' : braces(`#each ${path}`) };
}

function condition(text: string, context: TextContext): string {
  const expression = expressionOf(text, context);
  return expression === undefined ? '' : conditionText(expression, context);
}

function expressionOf(text: string, { mistake, untranslatable }: TextContext): Expression | undefined {
  const reading = readExpression(text);
  if (reading.ok) return reading.expression;
  const message = `'${text.trim()}': ${reading.message}`;
  if (reading.isMistake) mistake('invalid-template', message);
  else untranslatable(message);
  return undefined;
}
