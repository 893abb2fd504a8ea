import { writeFileSync } from "node:fs";
import type { Mutant } from "./mutant.ts";
import { coveredFile, folder, readLines } from "./plan.ts";

interface Static {
  readonly static: readonly string[];
}

const isStatic = (line: readonly string[] | Static): line is Static => !Array.isArray(line);

export function print(name: string, mutants: readonly Mutant[], wording: number, kills: ReadonlySet<string>): void {
  const lines = readLines<readonly string[] | Static>(coveredFile);
  const covered = new Set(lines.flatMap((line) => (isStatic(line) ? [] : line)));
  const loaded = new Set(lines.flatMap((line) => (isStatic(line) ? line.static : [])));
  const alive = mutants.filter(({ key }) => !kills.has(key));
  const stateOf = ({ id }: Mutant): string => (covered.has(id) ? "survived" : loaded.has(id) ? "static" : "uncovered");
  const counts = Object.groupBy(alive, stateOf);
  const count = (state: string): number => counts[state]?.length ?? 0;
  const total = mutants.length - count("static");
  const killed = mutants.length - alive.length;
  const score = ((100 * killed) / total).toFixed(1);
  process.stdout.write(
    `${name}: ${score} % of ${total} (${count("survived")} survived, ${count("uncovered")} uncovered; left out: ${count("static")} static, ${wording} wordings)\n`,
  );
  const listed = alive.map((mutant) => ({ state: stateOf(mutant), ...mutant }));
  writeFileSync(`${folder}/${name.replaceAll("/", "-")}.alive.json`, JSON.stringify(listed, undefined, 1));
}
