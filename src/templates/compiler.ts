/**
 * The compiler: template texts of one language and mode to functions.
 * @module
 */
import Handlebars from 'handlebars';
import { OrderbellError } from '../core/errors.js';
import type { Mode, RenderData } from './built-ins.js';
import type { HelperTable } from './helpers.js';
import { kindOfValue } from './place.js';
import { parseTemplate } from './syntax.js';

/** A compiled text. */
export type Part = (root: object, data: RenderData) => string;

/** Makes functions of texts; nothing is compiled before it is first rendered. */
export type Compiler = (source: string, place: string) => Part;

/**
 * Makes a compiler for the texts that share partials, helpers and a mode.
 *
 * It has a Handlebars environment of its own, so partials are escaped as the texts that include them, and neither the host's nor
 * another set's registrations are seen. Only texts are ever compiled: anything else (an object that looks like a syntax tree would
 * become code) is refused with `invalid-template`. Prototypes of data are out of reach.
 *
 * Handlebars merges and wraps all helpers anew for every rendering. So the environment has none, and each text is rendered as a
 * partial is: with what was made ready once (see {@link madeReady}).
 */
export function createCompiler(mode: Mode, partials: ReadonlyMap<string, string>, helpers: HelperTable): Compiler {
  const environment = bareEnvironment();
  const options: CompileOptions = {
    noEscape: mode === 'text',
    knownHelpersOnly: true,
    knownHelpers: {
      log: false,
      helperMissing: false,
      ...Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
      blockHelperMissing: false,
    },
  };
  for (const [name, source] of partials) environment.registerPartial(name, partialOf(name, source));

  function partialOf(name: string, source: string): Handlebars.TemplateDelegate {
    const template = environment.compile<object>(checkedText(source, `partial '${name}'`), options);
    return (context, runtime) => {
      try {
        return template(context, runtime);
      } catch (error) {
        throw explained(error, source, `partial '${name}'`);
      }
    };
  }

  let ready: Handlebars.RuntimeOptions | undefined;
  return (source, place) => {
    let template: Handlebars.TemplateDelegate<object> | undefined;
    return (root, data) => {
      try {
        template ??= environment.compile<object>(checkedText(source, place), options);
        ready ??= madeReady(environment.partials, helpers);
        return template(root, { ...ready, data });
      } catch (error) {
        throw explained(error, source, place);
      }
    };
  };
}

/** An environment without helpers. */
function bareEnvironment(): typeof Handlebars {
  const environment = Handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  return environment;
}

const asking = bareEnvironment().compile('{{> listening}}');

/**
 * What Handlebars makes ready before it renders: helpers that it has wrapped, and that no prototype can be reached.
 *
 * It tells partials of it, and takes it from them as it is (`partial: true`); one that renders nothing hears it here.
 */
function madeReady(partials: typeof Handlebars.partials, helpers: HelperTable): Handlebars.RuntimeOptions {
  let ready: Handlebars.RuntimeOptions = {};
  const listening: Handlebars.Template = (_: unknown, told: Handlebars.RuntimeOptions | undefined) => {
    ready = { ...told, data: undefined, partial: true, partials };
    return '';
  };
  asking(
    {},
    {
      helpers: { ...helpers },
      partials: { listening },
      allowProtoPropertiesByDefault: false,
      allowProtoMethodsByDefault: false,
    },
  );
  return ready;
}

function checkedText(source: unknown, place: string): string {
  if (typeof source === 'string') return source;
  throw new OrderbellError('invalid-template', `${place}: expected the text of a template, got ${kindOfValue(source)}.`);
}

/** The error to throw for one that stopped a rendering; it names the place, and never what was rendered. */
function explained(error: unknown, source: unknown, place: string): OrderbellError {
  if (error instanceof OrderbellError && (error.code === 'render-failed' || error.code === 'invalid-template')) {
    const message = error.message.startsWith(place) ? error.message : `${place}, ${error.message}`;
    return new OrderbellError(error.code, message, { cause: error.cause ?? error });
  }
  const parsed = parseTemplate(source);
  if (!parsed.ok)
    return new OrderbellError('invalid-template', `${place}, line ${parsed.line}: ${parsed.message}`, { cause: error });
  const name = error instanceof Error ? error.name : 'something';
  return new OrderbellError('render-failed', `${place}: ${name} was thrown while it was rendered; see 'cause'.`, {
    cause: error,
  });
}
