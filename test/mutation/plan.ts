/** What the run and the tests tell each other, as files in one folder. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";

export const folder = "dist/mutation";

export const planFile = `${folder}/plan.json`;
export const killsFile = `${folder}/killed.jsonl`;
export const coveredFile = `${folder}/covered.jsonl`;
export const finishedFile = `${folder}/finished.jsonl`;
/** The mutant that is active now, so that one that never ends can be told. */
export const activeFile = `${folder}/active.json`;

export interface Plan {
  readonly testFiles: readonly string[];
  /** Keys of the mutants that no test has found, by what the instrumented code calls them. */
  readonly live: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

export const readPlan = (): Plan => JSON.parse(readFileSync(planFile, "utf8"));

/** Kept from run to run: a key changes when its file does. */
export interface Kill {
  readonly key: string;
  readonly by: string;
}

export const append = (file: string, value: unknown): void => appendFileSync(file, `${JSON.stringify(value)}\n`);

export function readLines<T>(file: string): readonly T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): T => JSON.parse(line));
}

export interface Active {
  readonly id: string;
  readonly test: string;
  readonly since: number;
}

export const noteActive = (active: Active | undefined): void =>
  writeFileSync(activeFile, active === undefined ? "" : JSON.stringify(active));

export function readActive(): Active | undefined {
  const text = existsSync(activeFile) ? readFileSync(activeFile, "utf8") : "";
  return text === "" ? undefined : JSON.parse(text);
}
