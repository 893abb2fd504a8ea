/** Completion of a kubectl plugin: kubectl runs `kubectl_complete-outlive` with the words so far, the unfinished one last. */
import type { CommandWords, OptionWords } from "./words.ts";

/** A script of this name on PATH is what kubectl looks for. */
export const kubectlCompletion = `#!/bin/sh
# completion of "kubectl outlive": outlive completion kubectl > ~/bin/kubectl_complete-outlive && chmod +x ~/bin/kubectl_complete-outlive
exec kubectl-outlive completion kubectl -- "\${@:-}"
`;

/** Directives of Cobra, which kubectl reads: what follows is chosen from these candidates only, or from files as well. */
const directives = { default: ":0", noFiles: ":4" } as const;

/** One candidate a line, and a directive. */
export function candidates(words: readonly string[], commands: readonly CommandWords[]): string {
  const unfinished = words.at(-1) ?? "";
  const [name, ...given] = words.slice(0, -1);
  const command = commands.find((each) => each.name === name);
  const [offered, directive] =
    command === undefined ? [commands.map((each) => each.name), directives.noFiles] : within(command, given, unfinished);
  return [...offered.filter((candidate) => candidate.startsWith(unfinished)), directive].join("\n");
}

function within({ options }: CommandWords, given: readonly string[], unfinished: string): readonly [readonly string[], string] {
  const waiting = options.find(({ flags, value }) => value !== "none" && flags.includes(given.at(-1) ?? ""));
  if (waiting !== undefined) return valuesOf(waiting);
  if (unfinished.startsWith("-")) return [[...options.flatMap(({ flags }) => flags), "--help"], directives.noFiles];
  return [[], directives.default];
}

function valuesOf({ value }: OptionWords): readonly [readonly string[], string] {
  if (value === "file") return [[], directives.default];
  return typeof value === "string" ? [[], directives.noFiles] : [value, directives.noFiles];
}
