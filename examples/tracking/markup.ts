/**
 * HTML that cannot be broken out of: whatever is put into it is escaped, unless it was made here as well.
 * @module
 */

/** A piece of HTML. Only {@link html} and {@link trusted} make one. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

// The type alone: nobody else can make one.
export type { Markup };

/** What may stand in a template; nothing is written for what is false or undefined. */
export type Piece = Markup | string | number | false | undefined | readonly Piece[];

/** A template of HTML: `` html`<p>${name}</p>` ``. Values are escaped, for text and for attributes in double quotes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(strings.map((text, index) => (index === 0 ? text : written(values[index - 1]) + text)).join(''));
}

/** A text of your own that is HTML already. Never for anything that came from elsewhere. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function written(piece: Piece): string {
  if (piece === false || piece === undefined) return '';
  if (piece instanceof Markup) return piece.toString();
  if (typeof piece === 'object') return piece.map(written).join('');
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
