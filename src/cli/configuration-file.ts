import { readFileSync } from "node:fs";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { builtInPolicies } from "#policy/policies.ts";
import { type Configuration, readSettings, type SettingsProblem } from "#settings/read-settings.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** What it was read from. */
  readonly text: string;
}

/** The defaults where no file is given. @throws CommandError naming file, line and field of everything that is wrong. */
export const loadConfiguration = (file: string | undefined): Configuration => loadConfigurationText(file).configuration;

/** The same, for whoever has to know later whether the file has changed. */
export function loadConfigurationText(file: string | undefined): LoadedConfiguration {
  if (file === undefined) return { configuration: parseConfiguration("", "(no file)"), text: "" };
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(`${file}: the configuration file cannot be read: ${(error as Error).message}`, exitCodes.wrongUsage);
  }
  return { configuration: parseConfiguration(text, file), text };
}

export function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map(
    ({ message, linePos }) => `${file}:${linePos?.[0].line ?? 1}: not YAML: ${message.split("\n")[0]}`,
  );
  if (broken.length > 0) throw new CommandError(broken.join("\n"), exitCodes.wrongUsage);
  const read = readSettings(document.toJS() as unknown, builtInPolicies);
  if (read.ok) return read.configuration;
  throw new CommandError(
    read.problems.map((problem) => printProblem(problem, file, document, lines)).join("\n"),
    exitCodes.wrongUsage,
  );
}

function printProblem({ path, message }: SettingsProblem, file: string, document: Document, lines: LineCounter): string {
  return `${file}:${lineOf(path, document, lines)}: ${path.length === 0 ? "(top level)" : path.join(".")}: ${message}`;
}

/** The line of the value, or of the nearest thing around it that is there. */
function lineOf(path: readonly (string | number)[], document: Document, lines: LineCounter): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
