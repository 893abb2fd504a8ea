/** The sources with every mutant in them, each behind a comparison with the active one. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import type { Mutant } from "./mutant.ts";

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Written {
  readonly id: string;
  readonly fileName: string;
  readonly location: { readonly start: Position; readonly end: Position };
  readonly mutatorName: string;
  readonly replacement: string;
}

interface Instrumented {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly mutants: readonly Written[];
}

interface Instrumenter {
  instrument(files: readonly object[], options: object): Promise<Instrumented>;
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  isDebugEnabled: () => false,
};

/** Only `make mutation` installs it, so the compiler must not look for it. */
async function instrumenter(): Promise<Instrumenter> {
  const folder = new URL("tools/node_modules/@stryker-mutator/instrumenter/dist/src/index.js", import.meta.url).href;
  const { Instrumenter } = await import(folder);
  return new Instrumenter(silent);
}

const offsetOf = (lines: readonly string[], { line, column }: Position): number =>
  lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;

/** A sentence for people: other tests look at wording, and one word more or less is no fault of logic. */
const isWording = (kind: string, original: string): boolean => kind === "StringLiteral" && /\s/.test(original);

export interface Prepared {
  readonly mutants: readonly Mutant[];
  readonly wording: number;
  readonly sources: ReadonlyMap<string, string>;
}

export async function prepare(folders: readonly string[]): Promise<Prepared> {
  const names = folders.flatMap((folder) => globSync(`src/${folder}/**/*.ts`)).sort();
  const contents = new Map(names.map((name) => [name, readFileSync(name, "utf8")]));
  const files = [...contents].map(([name, content]) => ({ name, content, mutate: true }));
  const options = { ignorers: [], excludedMutations: [], plugins: null, noHeader: false };
  const made = await (await instrumenter()).instrument(files, options);
  const all = made.mutants.map((written): Mutant => {
    const content = contents.get(written.fileName) ?? "";
    const lines = content.split("\n");
    const [from, to] = [offsetOf(lines, written.location.start), offsetOf(lines, written.location.end)];
    const place = `${written.location.start.line}:${written.location.start.column}-${written.location.end.line}:${written.location.end.column}`;
    const sum = createHash("sha256").update(content).digest("hex").slice(0, 12);
    return {
      id: written.id,
      key: `${written.fileName}@${sum} ${place} ${written.mutatorName} ${written.replacement.slice(0, 80)}`,
      file: written.fileName,
      line: written.location.start.line + 1,
      kind: written.mutatorName,
      from,
      to,
      original: content.slice(from, to),
      replacement: written.replacement,
    };
  });
  const mutants = all.filter(({ kind, original }) => !isWording(kind, original));
  return {
    mutants,
    wording: all.length - mutants.length,
    sources: new Map(made.files.map(({ name, content }) => [name, content])),
  };
}
