/** The commands that wait for a time that can be read, each in the words of its own system. */
import type { ScriptWord } from "./simple-commands.ts";

/** For how long a command waits, and which of its words say so. */
export interface Waits {
  readonly seconds: number;
  /** Places of the first and the last word to replace by another number. */
  readonly from: number;
  readonly to: number;
  /** What one second is in that number. */
  readonly perSecond: 1 | 1000;
}

type Words = readonly Pick<ScriptWord, "text" | "opaque">[];

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86400],
]);

/** Nobody adds up more terms than this. */
const mostTerms = 16;

/** `sleep 40`, `/usr/bin/sleep 1m 30s`, `busybox sleep 40`. GNU and BusyBox sleep add their arguments up. */
export function unixSleep(words: Words, first = 0): Waits | undefined {
  const name = baseName(words[first]?.text ?? "");
  if (name === "busybox" && words[first + 1]?.text === "sleep") return unixSleep(words, first + 1);
  const from = first + 1;
  if (name !== "sleep" || words[first]?.opaque === true || words.length <= from || words.length - from > mostTerms)
    return undefined;
  let seconds = 0;
  for (const { text, opaque } of words.slice(from)) {
    const [, amount, unit = ""] = /^([0-9]{1,7}(?:\.[0-9]{1,9})?)([smhd]?)$/.exec(text) ?? [];
    if (amount === undefined || opaque) return undefined;
    seconds += Number(amount) * (unitSeconds.get(unit) ?? 1);
  }
  return { seconds, from, to: words.length - 1, perSecond: 1 };
}

/** `Start-Sleep -Seconds 40`, `Start-Sleep 40`, `sleep -m 40000`. */
export function powershellSleep(words: Words): Waits | undefined {
  const [program, ...rest] = words;
  const name = program?.text.toLowerCase();
  if ((name !== "start-sleep" && name !== "sleep") || words.some(({ opaque }) => opaque)) return undefined;
  const option = rest.length === 2 ? rest[0]?.text.toLowerCase() : undefined;
  const value = number(rest.at(-1)?.text);
  if (value === undefined || rest.length > 2) return undefined;
  const at = rest.length;
  if (option === undefined) return rest.length === 1 ? { seconds: value, from: at, to: at, perSecond: 1 } : undefined;
  if ("-milliseconds".startsWith(option) && option.length > 1)
    return { seconds: value / 1000, from: at, to: at, perSecond: 1000 };
  return "-seconds".startsWith(option) && option.length > 1 ? { seconds: value, from: at, to: at, perSecond: 1 } : undefined;
}

/** `timeout /t 40 /nobreak` of Windows. That of GNU runs another command, and does not wait. */
export function windowsTimeout(words: Words): Waits | undefined {
  const name = programName(words[0]?.text ?? "");
  const option = words.findIndex(({ text }) => text.toLowerCase() === "/t");
  const value = number(words[option + 1]?.text);
  if (name !== "timeout" || option < 0 || value === undefined || words.length > 4) return undefined;
  return { seconds: value, from: option + 1, to: option + 1, perSecond: 1 };
}

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]{1,9}(\.[0-9]{1,9})?$/.test(text) ? Number(text) : undefined;

export const baseName = (program: string): string =>
  program.slice(Math.max(program.lastIndexOf("/"), program.lastIndexOf("\\")) + 1);

/** `C:\Windows\System32\cmd.exe` is `cmd`. */
export function programName(program: string): string {
  const name = baseName(program).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -".exe".length) : name;
}
