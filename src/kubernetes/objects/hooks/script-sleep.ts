import { type Dialect, type SimpleCommand, simpleCommand } from "./simple-commands.ts";
import type { Waits } from "./sleeping-command.ts";

/** A script that waits before it does anything else. */
export interface ScriptSleep {
  /** At least: what follows may take time as well. */
  readonly seconds: number;
  /** Where the number stands that is to be replaced to change this time. */
  readonly start: number;
  readonly end: number;
  readonly perSecond: 1 | 1000;
  /** Of `seconds`, what sleeps behind the first one add. */
  readonly further: number;
  /** The commands behind the wait; undefined where there are none. */
  readonly followedBy: string | undefined;
}

/** They take no time that counts, whatever their arguments are. */
const instant: ReadonlySet<string> = new Set([
  ":",
  "true",
  "echo",
  "printf",
  "set",
  "trap",
  "export",
  "date",
  "write-host",
  "write-output",
]);

type Found = Omit<ScriptSleep, "followedBy">;

export function scriptSleep(
  script: string,
  dialect: Dialect,
  waitsOf: (command: SimpleCommand["words"]) => Waits | undefined,
): ScriptSleep | undefined {
  let found: Found | undefined;
  for (let at = 0; at < script.length; ) {
    const command = simpleCommand(script, at, dialect);
    const words = isPlain(command, "exec") ? command.words.slice(1) : command.words;
    const waits = command.joint === "meanwhile" ? undefined : waitsOf(words);
    if (waits === undefined && !isInstant(command)) return found && { ...found, followedBy: behind(script, command) };
    found = waits === undefined ? found : withWaits(found, waits, words);
    at = waits !== undefined && isLast(command) ? script.length : command.end;
  }
  return found && { ...found, followedBy: undefined };
}

/** What stands behind `||` runs only where the sleep failed, and behind `exec` nothing runs. */
const isLast = (command: SimpleCommand): boolean => isPlain(command, "exec") || command.joint === "otherwise";

const behind = (script: string, command: SimpleCommand): string | undefined =>
  isPlain(command, "exit") ? undefined : script.slice(command.start);

const isPlain = ({ words: [first] }: SimpleCommand, program: string): boolean => first?.text === program && !first.opaque;

function withWaits(found: Found | undefined, { seconds, from, to, perSecond }: Waits, words: SimpleCommand["words"]): Found {
  if (found !== undefined) return { ...found, seconds: found.seconds + seconds, further: found.further + seconds };
  return { seconds, start: words[from]?.start ?? 0, end: words[to]?.end ?? 0, perSecond, further: 0 };
}

/** An empty command is one, and a substitution runs something else first. */
const isInstant = ({ words, joint }: SimpleCommand): boolean =>
  words.length === 0 ||
  ((joint === "next" || joint === "end") && instant.has(words[0]?.text.toLowerCase() ?? "") && !words.some(substitutes));

const substitutes = ({ text, opaque }: SimpleCommand["words"][number]): boolean =>
  opaque && (text.includes("$(") || text.includes("`"));
