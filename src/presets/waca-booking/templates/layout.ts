/**
 * The frame of every e-mail of the preset: one column of at most 600px, and a footer with the shop's name and contacts.
 * @module
 */
import type { Layout } from '../../../templates/template-set.js';

/** System fonts, with one that has traditional Chinese for each platform; what stands in a cell inherits them. */
const font =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI','PingFang TC','Microsoft JhengHei','Noto Sans TC',Roboto,Helvetica,Arial,sans-serif";

/** Each text colour has a contrast of at least 4.5 to 1 on its ground; so have the ones for dark mode in the style sheet below. */
export const colours = {
  page: '#f3f1ec',
  card: '#ffffff',
  ink: '#26302d',
  muted: '#5f6b67',
  link: '#17695a',
  panel: '#f1f5f3',
  note: '#fdf5e3',
  button: '#17695a',
} as const;

const darkMode = `@media (prefers-color-scheme: dark) {
  .page { background: #151817 !important; }
  .card { background: #1f2423 !important; }
  .panel { background: #2a3130 !important; }
  .note { background: #3a3424 !important; color: #f0ece0 !important; }
  .ink { color: #eaeeec !important; }
  .muted { color: #a9b5b1 !important; }
  .link { color: #7fd1bf !important; }
}`;

/** Words of the footer, in the language of the mail. */
export interface FooterWords {
  /** Language tag for screen readers and for the choice of glyphs: `zh-Hant-TW`. */
  readonly language: string;
  readonly phone: string;
  readonly email: string;
  /** Parts a label from its value. */
  readonly colon: string;
  /** Why this mail came. */
  readonly reason: string;
}

/** The layout of one language. The body begins with the preheader, which must be the first text of a mail. */
export function layout({ language, phone, email, colon, reason }: FooterWords): Layout {
  const link = `class="link" style="color:${colours.link}"`;
  // Before anything else a mail must not be wider than the phone: whatever has no spaces, such as an address of the web, is broken.
  const broken = 'overflow-wrap:anywhere;word-break:break-word';
  const small = `${font};${broken};font-size:14px;line-height:1.7;color:${colours.muted}`;
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>{{subjectLine}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .card { padding: 24px 20px 8px !important; }
  .foot { padding: 20px !important; }
  .wide, .button a { width: 100% !important; box-sizing: border-box; text-align: center; }
}
${darkMode}
</style>
<!--[if mso]><style>table, td, p, h1, h2, div, a { font-family: 'Microsoft JhengHei', Arial, sans-serif !important; }</style><![endif]-->
</head>
<body class="page" style="margin:0;padding:0;background:${colours.page};-webkit-text-size-adjust:100%">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${colours.page}">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="card" style="${font};${broken};padding:28px 32px 16px;border-top:4px solid ${colours.button};border-radius:12px;background:${colours.card}">
{{{body}}}
</td></tr>
<tr><td class="muted foot" style="${small};padding:20px 32px">
<strong>{{shop.name}}</strong>
{{#if shop.phone}}<br>${phone}${colon}<a href="tel:{{shop.phone}}" ${link}>{{shop.phone}}</a>{{/if}}
{{#if shop.email}}<br>${email}${colon}<a href="mailto:{{shop.email}}" ${link}>{{shop.email}}</a>{{/if}}
{{#if (webAddress shop.url)}}<br><a href="{{webAddress shop.url}}" ${link}>{{shop.url}}</a>{{else if shop.url}}<br>{{shop.url}}{{/if}}
<div style="margin-top:8px">${reason}</div>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
  const text = `{{{body}}}
--
{{shop.name}}
{{#if shop.phone}}
${phone}${colon}{{shop.phone}}
{{/if}}
{{#if shop.email}}
${email}${colon}{{shop.email}}
{{/if}}
{{#if shop.url}}
{{shop.url}}
{{/if}}
${reason}
`;
  return { html, text };
}
