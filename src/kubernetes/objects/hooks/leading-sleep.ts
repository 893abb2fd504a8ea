/** Commands that begin by waiting, in every common form, and the same commands with another time. */
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { type ScriptSleep, scriptSleep } from "./script-sleep.ts";
import { powershell, shell, windowsCommand } from "./simple-commands.ts";
import { baseName, powershellSleep, programName, unixSleep, windowsTimeout } from "./sleeping-command.ts";

export interface LeadingSleep {
  /** At least, in whole seconds: a fraction is not counted. */
  readonly seconds: Seconds;
  readonly form: "exec" | "shell";
  /** What runs behind the wait; undefined where nothing does. */
  readonly followedBy: string | undefined;
  /** The same command, waiting for so many seconds. */
  readonly raised: (to: Seconds) => readonly string[];
}

const shells: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh"]);

/** Of a hook's command, with all of its words; no more is read, whatever it holds. */
const longestRead = 4096;
const mostWords = 64;

/** Undefined where the command does something else first, or for a time that cannot be read. */
export function leadingSleep(command: readonly string[]): LeadingSleep | undefined {
  if (command.length > mostWords) return undefined;
  const name = programName(command[0] ?? "");
  if (name === "sleep" || (name === "busybox" && command[1] === "sleep")) return plainSleep(command);
  if (shells.has(name)) return ofShell(command, 1);
  if (name === "busybox" && shells.has(baseName(command[1] ?? ""))) return ofShell(command, 2);
  if (name === "powershell" || name === "pwsh") return ofText(command, powershellText(command), "powershell");
  if (name === "cmd") return ofText(command, command.findIndex((word) => /^\/[ck]$/i.test(word)) + 1, "cmd");
  return name === "timeout" ? ofText(command, 0, "cmd") : undefined;
}

function plainSleep(command: readonly string[]): LeadingSleep | undefined {
  const waits = unixSleep(command.map((text) => ({ text, opaque: false })));
  if (waits === undefined) return undefined;
  const raised = (to: Seconds): readonly string[] => [...command.slice(0, waits.from), String(to)];
  return { seconds: seconds(Math.floor(waits.seconds)), form: "exec", followedBy: undefined, raised };
}

/** The text behind `-c`; words behind it are the script's own arguments. */
function ofShell(command: readonly string[], from: number): LeadingSleep | undefined {
  const flag = command.findIndex((word, at) => at >= from && /^-[a-z]{0,8}c$/.test(word));
  const script = command[flag + 1];
  if (flag < 0 || script === undefined || !command.slice(from, flag).every((word) => /^-[a-z]{1,8}$/.test(word)))
    return undefined;
  return inText(command, [flag + 1], (text) => scriptSleep(text, shell, (words) => unixSleep(words)));
}

/** PowerShell and cmd take all words behind their flag as one text. */
function ofText(command: readonly string[], from: number, language: "powershell" | "cmd"): LeadingSleep | undefined {
  if (from < 0 || from >= command.length || (language === "cmd" && from === 0 && programName(command[0] ?? "") === "cmd"))
    return undefined;
  const places = command.flatMap((_, at) => (at >= from ? [at] : []));
  return inText(command, places, (text) =>
    language === "cmd" ? scriptSleep(text, windowsCommand, windowsTimeout) : scriptSleep(text, powershell, powershellSleep),
  );
}

function powershellText(command: readonly string[]): number {
  const flag = command.findIndex((word) => /^[-/]c(ommand)?$/i.test(word));
  if (flag >= 0) return flag + 1;
  return command.findIndex((word, at) => at > 0 && !word.startsWith("-"));
}

/** Reads the words at `places` as one text, and writes a number back into the word that it was read from. */
function inText(
  command: readonly string[],
  places: readonly number[],
  read: (text: string) => ScriptSleep | undefined,
): LeadingSleep | undefined {
  // Cut words leave the offsets of what is read as they are.
  const whole = places.map((at) => (command[at] ?? "").slice(0, longestRead + 1)).join(" ");
  const text = whole.slice(0, longestRead);
  const found = read(text);
  // A number at the very end of what is read may continue behind it.
  if (found === undefined || (found.end >= text.length && whole.length > text.length)) return undefined;
  const { start, end, perSecond, further } = found;
  const raised = (to: Seconds): readonly string[] => {
    const written = String(Math.max(to - Math.floor(further), 0) * perSecond);
    return spliced(command, places, start, end, written);
  };
  const unread = whole.length > text.length ? (found.followedBy ?? "…") : found.followedBy;
  return { seconds: seconds(Math.floor(found.seconds)), form: "shell", followedBy: unread?.trim(), raised };
}

function spliced(
  command: readonly string[],
  places: readonly number[],
  start: number,
  end: number,
  written: string,
): readonly string[] {
  let offset = 0;
  const words = [...command];
  for (const at of places) {
    const word = command[at] ?? "";
    if (start >= offset && end <= offset + word.length) {
      words[at] = word.slice(0, start - offset) + written + word.slice(end - offset);
      return words;
    }
    offset += word.length + 1;
  }
  return words;
}
