/**
 * Links in a text, and where they really lead.
 * @module
 */
import { gap, type PlainText } from './plain-text.js';

/** A link that is refused, and why. */
export interface BadLink {
  readonly link: string;
  readonly offset: number;
  readonly code: 'link-host' | 'link-form' | 'link-shortener';
  readonly why: string;
  readonly expected: string;
  readonly fix: string;
}

/** Hosts that hide where a link leads. They are refused unless they are among the allowed ones themselves. */
const shorteners: ReadonlySet<string> = new Set(
  (
    'bit.ly bitly.com j.mp t.co goo.gl tinyurl.com is.gd v.gd ow.ly buff.ly rebrand.ly cutt.ly rb.gy t.ly tiny.cc shorturl.at s.id short.io ' +
    'bl.ink soo.gd clck.ru vk.cc u.to goo.su qps.ru reurl.cc pse.is lihi.cc lihi1.cc lihi.io ppt.cc 0rz.tw risu.io supr.link maac.io tinyl.io'
  ).split(' '),
);

/** Endings that phones make links of, where no scheme stands before; every ending of two letters is one, too. */
const endings =
  'com|net|org|info|biz|shop|store|xyz|top|site|online|app|link|click|club|live|vip|icu|win|bid|loan|work|dev|page|space|fun|website|tech|pro|mobi|name|email|рф|рус|台灣|台湾|公司|網路|商店';

const scheme = String.raw`(?:[a-z][a-z0-9+.-]*:[\\/]{1,}|(?:javascript|data|vbscript|file|blob|intent|ftp|https?)\s*:)[^\s<>"'「」『』（）]*`;
const relative = String.raw`(?<![:\w])[\\/]{2}[^\s<>"'「」]+`;
const bare = String.raw`(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}_-]+\.)+(?:${endings}|xn--[a-z0-9-]+|[a-z]{2})(?![\p{L}\p{N}_-])(?::\d+)?(?:[/?#][^\s<>"'「」]*)?`;
const address = String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?::\d+)?(?:[/?#]\S*)?`;
const links = new RegExp(`${scheme}|${relative}|${address}|${bare}`, 'giu');

/** Whether a host is one that links may lead to: `example.com`, or `*.example.com` for what is under it. */
function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    const isWild = entry.startsWith('*.');
    const name = hostOf(`https://${isWild ? entry.slice(2) : entry}`)?.host;
    return name !== undefined && (isWild ? host.endsWith(`.${name}`) : host === name);
  });
}

/** The links of a text that do not lead to an allowed host, or try to hide where they lead. */
export function badLinks({ text, offsets }: PlainText, allowed: readonly string[]): readonly BadLink[] {
  const bad: BadLink[] = [];
  const known = allowed.length === 0 ? 'no links: none are allowed here' : `a link to ${allowed.join(', ')}`;
  for (const match of text.matchAll(links)) {
    const link = match[0].replace(/[.,;!?，。；：！？、)）]+$/u, '');
    const offset = offsets[match.index] ?? 0;
    const refuse = (code: BadLink['code'], why: string, fix: string, expected = known) =>
      bad.push({ link: link.replaceAll(gap, '{{…}}'), offset, code, why, fix, expected });
    const problem = formProblem(link);
    if (problem !== undefined) {
      refuse('link-form', problem, 'Write the whole address: https://, the host, the path.');
      continue;
    }
    const url = hostOf(/^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `https://${link}`);
    if (url === undefined) refuse('link-form', 'it is no address that a browser can read', 'Mend it or leave it out.');
    else if (isAllowedHost(url.host, allowed)) continue;
    else if (shorteners.has(url.host) || shorteners.has(url.host.replace(/^www\./, '')))
      refuse('link-shortener', `'${url.host}' hides where the link leads`, 'Write the address that it leads to.');
    else {
      const real = link.toLowerCase().includes(url.host) ? '' : `, which browsers read as '${url.host}'`;
      refuse('link-host', `it leads to another host${real}`, 'Leave it out, or have its host allowed.');
    }
  }
  return bad;
}

/** What is wrong with how a link is written, wherever it leads. */
function formProblem(link: string): string | undefined {
  if (/^[\\/]{2}/.test(link)) return 'it has no scheme, so that what is around it decides where it leads';
  const named = /^([a-z][a-z0-9+.-]*)\s*:/i.exec(link)?.[1]?.toLowerCase();
  if (named !== undefined && named !== 'http' && named !== 'https' && !/^[\p{L}\p{N}.-]+\.[^/]*:\d/u.test(link))
    return `'${named}:' is no scheme of a web page`;
  const rest = link.replace(/^https?\s*:/i, '');
  if (rest !== link && !/^\/\/[^\\/]/.test(rest)) return `after 'https:' come two slashes and the host`;
  const host = rest.replace(/^\/\//, '').split(/[/?#]/)[0] ?? '';
  if (host.includes('\\')) return 'a backslash is a slash to browsers';
  if (host.includes('@')) return "what stands before the '@' is no host: the link leads to what stands after it";
  if (host.includes(gap)) return 'its host is filled in by data, so that nobody knows where it leads';
  return undefined;
}

/** What browsers make of an address: its host in lower case and ASCII. */
function hostOf(link: string): { readonly host: string } | undefined {
  if (!URL.canParse(link.replaceAll(gap, 'x'))) return undefined;
  const { hostname } = new URL(link.replaceAll(gap, 'x'));
  return hostname === '' ? undefined : { host: hostname.replace(/\.$/, '') };
}
