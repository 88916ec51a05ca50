/** Prints what a proof has counted: one line, which stands by itself in a log. */
export function report(name: string, counts: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`proof: ${name}: ${JSON.stringify(counts)}\n`);
}
