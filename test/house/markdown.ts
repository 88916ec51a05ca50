import { posix } from 'node:path';

/** A fenced block of a markdown file. */
export interface Fence {
  /** The markdown file. */
  readonly path: string;
  /** The line of the first line of code, counted from 1. */
  readonly line: number;
  /** What stands behind the opening backticks: `ts`, `ts file=shop.ts`, `json`. */
  readonly label: string;
  readonly code: string;
}

const opening = /^(?<indent>\s*)(?<ticks>`{3,}|~{3,})(?<label>.*)$/;

/** Every fenced block of a markdown file, in order. */
export function fencesOf(path: string, markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const open = opening.exec(lines[at] ?? '')?.groups;
    if (open === undefined) continue;
    const { indent = '', ticks = '', label = '' } = open;
    const start = at + 1;
    do at += 1;
    while (at < lines.length && lines[at]?.trim() !== ticks);
    const code = lines.slice(start, at).map((line) => line.slice(Math.min(indent.length, line.length - line.trimStart().length)));
    fences.push({ path, line: start + 1, label: label.trim(), code: code.join('\n') });
  }
  return fences;
}

/** The text with every fenced block and every piece of inline code made blank, line by line. */
function withoutCode(path: string, markdown: string): string {
  const lines = markdown.split('\n');
  for (const { line, code } of fencesOf(path, markdown)) {
    lines.fill('', line - 2, line - 1 + code.split('\n').length + 1);
  }
  return lines.map((line) => line.replace(/(`+)[^`].*?\1/g, '')).join('\n');
}

/** The names that headings can be linked by, as the usual viewers make them: `## Two words!` is `two-words`. */
export function anchorsOf(path: string, markdown: string): ReadonlySet<string> {
  const blocks = new Set(fencesOf(path, markdown).flatMap(({ line, code }) => code.split('\n').map((_, index) => line + index)));
  const anchors = new Set<string>();
  for (const [index, line] of markdown.split('\n').entries()) {
    const heading = blocks.has(index + 1) ? undefined : /^#{1,6} (.*?)#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let unique = slug;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${slug}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Every link to a file of the project that leads nowhere, one sentence with file and line each. */
export function brokenLinks(documents: ReadonlyMap<string, string>, exists: (path: string) => boolean): readonly string[] {
  const problems: string[] = [];
  for (const [path, markdown] of documents) {
    for (const [index, line] of withoutCode(path, markdown).split('\n').entries()) {
      for (const link of linksOf(line)) {
        const problem = linkProblem(path, link, documents, exists);
        if (problem !== undefined) problems.push(`${path}:${index + 1} ${problem}`);
      }
    }
  }
  return problems;
}

function linksOf(line: string): readonly string[] {
  const inline = [...line.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const reference = [...line.matchAll(/^\s*\[[^\]]+\]:\s+<?([^\s>]+)/g)];
  return [...inline, ...reference].map((match) => match[1] ?? '').filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
}

function linkProblem(
  path: string,
  link: string,
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): string | undefined {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : posix.join(posix.dirname(path), file);
  if (!exists(target)) return `links to '${link}', and ${target} does not exist`;
  const markdown = documents.get(target);
  if (anchor === undefined || markdown === undefined || anchorsOf(target, markdown).has(anchor)) return undefined;
  return `links to '${link}', and ${target} has no heading '${anchor}'`;
}
