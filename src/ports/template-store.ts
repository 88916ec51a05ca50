/**
 * The TemplateStore port: texts that merchants have written in place of the system's own.
 * @module
 */

/** Which text of a site. */
export interface TextRef {
  readonly lifecycle: string;
  /** Name of the template, or of the slot: `order-placed`, `preVisitNotes`. */
  readonly name: string;
  /** `sms`; undefined for a slot. */
  readonly channel: string | undefined;
  readonly locale: string;
}

/** A text as it was at one time. */
export interface TextVersion {
  /** Undefined: the system's own. */
  readonly text: string | undefined;
  /** Counts up with every change of the text. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Who wrote it, as the host names them. */
  readonly by: string | undefined;
}

/** A text with those that stood in its place before, the latest first. */
export interface StoredText extends TextRef, TextVersion {
  readonly earlier: readonly TextVersion[];
}

/** What a text is to become. */
export interface TextWrite {
  /** A new text, undefined for the system's own again, or a step back to the text before. */
  readonly change: { readonly text: string | undefined } | 'undo';
  readonly at: number;
  readonly by: string | undefined;
  /** The version that it replaces; undefined where that does not matter, 0 where there must be none. */
  readonly version: number | undefined;
}

/**
 * Keeps the texts of merchants, with who wrote them and what they were before. What is stored was checked before; who reads it checks it
 * again, because the data it speaks of may be others by then.
 */
export interface TemplateStore<Tx = never> {
  /** A text; undefined where the site has none, and had none. */
  read(site: string, text: TextRef, tx?: Tx): Promise<StoredText | undefined>;
  /** Writes a text and yields it; undefined where it is of another version by now, or nothing can be undone. With `tx` when the host commits. */
  write(site: string, text: TextRef, write: TextWrite, tx?: Tx): Promise<StoredText | undefined>;
  /** All texts of a site. */
  list(site: string): Promise<readonly StoredText[]>;
}
