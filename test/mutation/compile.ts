/** The mutants that the compiler refuses: no test has to find what `make lint` finds. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Mutant } from "./mutant.ts";
import { append, folder, readLines } from "./plan.ts";

const copy = `${folder}/types`;

function prepareCopy(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync("src", `${copy}/src`, { recursive: true });
  cpSync("package.json", `${copy}/package.json`);
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, incremental: true, tsBuildInfoFile: "./info" };
  const include = ["src/rules", "src/policy", "src/injection", "src/load-balancers"];
  writeFileSync(
    `${copy}/tsconfig.json`,
    JSON.stringify({ extends: "../../../tsconfig.json", compilerOptions, include, exclude: [] }),
  );
}

/** Lines with an error, by file. */
function errors(): ReadonlyMap<string, readonly number[]> {
  const compiler = new URL("../../node_modules/typescript/bin/tsc", import.meta.url).pathname;
  const { stdout } = spawnSync(process.execPath, [compiler, "--pretty", "false", "-p", copy], { encoding: "utf8" });
  const found = [...stdout.matchAll(/^.*?(src\/[^(\n]+)\((\d+),/gm)].map(([, file = "", line]): [string, number] => [
    file,
    Number(line),
  ]);
  return new Map([...Map.groupBy(found, ([file]) => file)].map(([file, places]) => [file, places.map(([, line]) => line)]));
}

/** An error far from the mutant comes from another file's. */
const near = ({ line, original }: Mutant, place: number): boolean =>
  place >= line - 15 && place <= line + original.split("\n").length + 15;

interface Answer {
  readonly key: string;
  readonly compiles: boolean;
}

/** One mutant of each file at a time. Answers are kept, as long as a file stays as it is. */
export function refusedByCompiler(mutants: readonly Mutant[]): ReadonlySet<string> {
  const store = `${folder}/compiled.jsonl`;
  const known = new Map(readLines<Answer>(store).map(({ key, compiles }) => [key, compiles]));
  const asked = [
    ...Map.groupBy(
      mutants.filter(({ key }) => !known.has(key)),
      ({ file }) => file,
    ).values(),
  ];
  const rounds = Math.max(0, ...asked.map(({ length }) => length));
  if (rounds > 0) prepareCopy();
  for (let round = 0; round < rounds; round++) {
    const now = asked.flatMap((each) => each[round] ?? []);
    for (const { file, from, to, replacement } of now) {
      const content = readFileSync(file, "utf8");
      writeFileSync(`${copy}/${file}`, `${content.slice(0, from)}${replacement}${content.slice(to)}`);
    }
    const found = errors();
    for (const mutant of now) {
      const compiles = !(found.get(mutant.file) ?? []).some((place) => near(mutant, place));
      known.set(mutant.key, compiles);
      append(store, { key: mutant.key, compiles });
      cpSync(mutant.file, `${copy}/${mutant.file}`);
    }
  }
  return new Set(mutants.filter(({ key }) => known.get(key) === false).map(({ key }) => key));
}
