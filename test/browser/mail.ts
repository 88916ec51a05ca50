/** One e-mail to be looked at. */
export interface Mail {
  /** Words that tell it from the others, and name its pictures: `order-placed.en.crowded`. */
  readonly name: string;
  /** Tag of the language it is written in; the page's own may say more. */
  readonly locale: string;
  readonly html: string;
}

/** What a file of `presets/` exports: every e-mail of the preset of its name, in every language and for samples of every kind. */
export interface PresetMails {
  readonly mails: readonly Mail[];
}
