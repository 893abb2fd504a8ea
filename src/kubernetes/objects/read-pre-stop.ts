/** Recognises hooks that do nothing but wait; any other handler is kept as what it is called. */

import { seconds } from "#model/findings/seconds.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import { asInteger, asText, asTexts, at } from "./lenient-json.ts";

const shells = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"]);

/** Shown of a command that is not understood. */
const longestHandler = 120;

/**
 * A command of more characters is not read, only named: nobody writes a wait that long, and whoever does write one must not
 * decide how long we read.
 */
const longestCommand = 4096;

/** Reads `lifecycle` of a container. */
export function readPreStop(lifecycle: unknown): PreStop {
  const hook = at(lifecycle, "preStop");
  // A custom resource may hold anything there, and no hook can be written into it.
  if (isOdd(lifecycle) || isOdd(hook)) return { kind: "other", handler: "not an object" };
  if (!isJsonObject(hook)) return { kind: "none" };
  const handlers = Object.keys(hook).filter((name) => isJsonObject(hook[name]));
  const [handler] = handlers;
  // The API server refuses none and two, and a kind of handler that is not known here does something: none of them is for us to mend.
  if (handler === undefined || handlers.length > 1) return other(handlers.length === 0 ? ["no handler"] : handlers, " and ");
  if (handler === "exec") return readCommand(asTexts(at(hook, "exec", "command")));
  const native = handler === "sleep" ? asInteger(at(hook, "sleep", "seconds")) : undefined;
  if (native !== undefined && native >= 0) return { kind: "sleep", form: "native", seconds: seconds(native) };
  const detail = handler === "httpGet" ? asText(at(hook, "httpGet", "path")) : native?.toString();
  return other([handler, detail ?? ""], " ");
}

const isOdd = (value: unknown): boolean => value !== undefined && value !== null && !isJsonObject(value);

/** The words up to what is shown of them, however many and however long they are. */
function other(words: readonly string[], between: string): PreStop {
  let handler = "";
  for (const word of words) {
    if (handler.length >= longestHandler) break;
    handler += `${handler === "" ? "" : between}${word.slice(0, longestHandler)}`;
  }
  return { kind: "other", handler: handler.slice(0, longestHandler).trim() };
}

const readCommand = (command: readonly string[]): PreStop => {
  const read = isLong(command) ? undefined : sleepOfCommand(command);
  return read ?? other(["exec", ...command.slice(0, longestHandler)], " ");
};

function isLong(command: readonly string[]): boolean {
  let length = command.length;
  for (const word of command) {
    length += word.length;
    if (length > longestCommand) return true;
  }
  return false;
}

function sleepOfCommand([program, ...rest]: readonly string[]): PreStop | undefined {
  if (program === undefined) return undefined;
  const name = baseName(program);
  if (name === "sleep") return sleepOf(rest, "exec");
  if (name === "busybox" && rest[0] === "sleep") return sleepOf(rest.slice(1), "exec");
  const script = shells.has(name) ? scriptOf(name === "busybox" ? rest.slice(1) : rest) : undefined;
  return script === undefined ? undefined : sleepOfScript(script);
}

/** The text behind `-c`; words behind it are the script's own arguments, which a sleep does not use. */
function scriptOf(words: readonly string[]): string | undefined {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  return flag >= 0 && words.slice(0, flag).every((word) => /^-[a-z]+$/.test(word)) ? words[flag + 1] : undefined;
}

function sleepOfScript(script: string): PreStop | undefined {
  const words = script
    .slice(0, endOfCommand(script))
    .split(/\s/)
    .filter((word) => word !== "");
  const [program, ...rest] = words[0] === "exec" ? words.slice(1) : words;
  return program !== undefined && baseName(program) === "sleep" ? sleepOf(rest.map(unquoted), "shell") : undefined;
}

/** Where the white space and semicolons that end a script begin. */
function endOfCommand(script: string): number {
  let end = script.length;
  while (end > 0 && /[\s;]/.test(script.charAt(end - 1))) end--;
  return end;
}

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };

/** GNU and BusyBox sleep add their arguments up. A fraction counts down to whole seconds: that long it sleeps at least. */
function sleepOf(terms: readonly string[], form: "exec" | "shell"): PreStop | undefined {
  if (terms.length === 0) return undefined;
  let total = 0;
  for (const term of terms) {
    const [, amount, unit] = /^([0-9]{1,7}(?:\.[0-9]{1,9})?)([smhd]?)$/.exec(term) ?? [];
    if (amount === undefined) return undefined;
    total += Number(amount) * (unitSeconds[unit ?? ""] ?? 1);
  }
  return { kind: "sleep", form, seconds: seconds(Math.floor(total)) };
}

const baseName = (program: string): string =>
  /^\/?([\w.-]+\/)*[\w.-]+$/.test(program) ? program.slice(program.lastIndexOf("/") + 1) : "";

const unquoted = (word: string): string => /^(["'])(.*)\1$/.exec(word)?.[2] ?? word;
