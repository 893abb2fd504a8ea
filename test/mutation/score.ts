import { readFileSync, writeFileSync } from "node:fs";
import { refusedByCompiler } from "./compile.ts";
import type { Mutant } from "./mutant.ts";
import { coveredFile, folder, readLines } from "./plan.ts";

/** A mutant that behaves as the source does, and why. */
interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

function equivalents(): readonly Equivalent[] {
  return JSON.parse(readFileSync(new URL("equivalent.json", import.meta.url), "utf8"));
}

const isOf = ({ file, original, replacement }: Equivalent, mutant: Mutant): boolean =>
  file === mutant.file && original === oneLine(mutant.original) && replacement === oneLine(mutant.replacement);

interface Static {
  readonly static: readonly string[];
}

const isStatic = (line: readonly string[] | Static): line is Static => !Array.isArray(line);

interface Counted {
  readonly killed: number;
  readonly judged: number;
}

/** Prints the score of a folder, and writes the mutants that are left to read. */
export function score(name: string, mutants: readonly Mutant[], wording: number, kills: ReadonlySet<string>): Counted {
  const lines = readLines<readonly string[] | Static>(coveredFile);
  const covered = new Set(lines.flatMap((line) => (isStatic(line) ? [] : line)));
  const loaded = new Set(lines.flatMap((line) => (isStatic(line) ? line.static : [])));
  const alive = mutants.filter(({ key }) => !kills.has(key));
  const running = alive.filter(({ id }) => covered.has(id) || !loaded.has(id));
  const same = equivalents();
  const different = running.filter((mutant) => !same.some((each) => isOf(each, mutant)));
  const refused = refusedByCompiler(different);
  const left = different.filter(({ key }) => !refused.has(key));
  const killed = mutants.length - alive.length;
  const judged = killed + left.length;
  const uncovered = left.filter(({ id }) => !covered.has(id)).length;
  const leftOut = [
    `${alive.length - running.length} that run while a file is loaded`,
    `${refused.size} that the compiler refuses`,
    `${running.length - different.length} equivalent`,
    `${wording} wordings`,
  ];
  process.stdout.write(
    `${name}: ${percent({ killed, judged })} % of ${judged} found, ${uncovered} of the rest in code that no test runs\n`,
  );
  process.stdout.write(`  left out: ${leftOut.join(", ")}\n`);
  const listed = left.map(({ file, line, kind, original, replacement, id }) => ({
    place: `${file}:${line}`,
    kind,
    original,
    replacement,
    covered: covered.has(id),
  }));
  writeFileSync(`${folder}/${name.replaceAll("/", "-")}.alive.json`, JSON.stringify(listed, undefined, 1));
  return { killed, judged };
}

export const percent = ({ killed, judged }: Counted): string => ((100 * killed) / judged).toFixed(1);
