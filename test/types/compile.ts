/** Compiles a text as a file of this project and tells what the compiler says. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const config = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
);

export interface Compiled {
  /** `line: message`, with all sentences of the diagnostic. */
  readonly messages: readonly string[];
  /** Type instantiations that checking the text took, what it uses of its imports included. */
  readonly instantiations: number;
}

let previous: ts.Program | undefined;

/** Lines are counted from 1 in `text`. */
export function compile(text: string): Compiled {
  const file = join(root, 'test/types/virtual.ts');
  const host = ts.createCompilerHost(config.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, options) =>
    name === file ? ts.createSourceFile(name, text, options) : (previous?.getSourceFile(name) ?? getSourceFile(name, options));
  const program = ts.createProgram([file], config.options, host);
  previous = program;
  const source = program.getSourceFile(file);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  const messages = diagnostics.map(({ start = 0, messageText }) => {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  // Not in the published types, but what `tsc --extendedDiagnostics` prints.
  const { getInstantiationCount } = program as ts.Program & { getInstantiationCount(): number };
  return { messages, instantiations: getInstantiationCount() };
}
