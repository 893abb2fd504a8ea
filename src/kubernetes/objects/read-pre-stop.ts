/** Recognises hooks that wait, and those that are known to wait for something; any other handler is kept as what it is called. */

import { seconds } from "#model/findings/seconds.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import { waiterOfCommand, waiterOfRequest } from "./hooks/known-waiter.ts";
import { leadingSleep } from "./hooks/leading-sleep.ts";
import { asInteger, asIntegerOrText, asText, asTexts, at } from "./lenient-json.ts";

/** Shown of a command that is not understood. */
const longestHandler = 120;

/** Reads `lifecycle` of a container. */
export function readPreStop(lifecycle: unknown): PreStop {
  const hook = at(lifecycle, "preStop");
  // A custom resource may hold anything there, and no hook can be written into it.
  if (isOdd(lifecycle) || isOdd(hook)) return { kind: "other", handler: "not an object" };
  if (!isJsonObject(hook)) return { kind: "none" };
  const handlers = Object.keys(hook).filter((name) => isJsonObject(hook[name]));
  const [handler] = handlers;
  // The API server refuses none and two, and a kind of handler that is not known here does something: none of them is for us to fix.
  if (handler === undefined || handlers.length > 1) return other(handlers.length === 0 ? ["no handler"] : handlers, " and ");
  if (handler === "exec") return readCommand(asTexts(at(hook, "exec", "command")));
  const native = handler === "sleep" ? asInteger(at(hook, "sleep", "seconds")) : undefined;
  if (native !== undefined && native >= 0) return { kind: "sleep", form: "native", seconds: seconds(native) };
  const path = handler === "httpGet" ? asText(at(hook, "httpGet", "path")) : undefined;
  const waiter = path === undefined ? undefined : waiterOfRequest(path, asIntegerOrText(at(hook, "httpGet", "port")));
  return other([handler, path ?? native?.toString() ?? ""], " ", waiter);
}

const isOdd = (value: unknown): boolean => value !== undefined && value !== null && !isJsonObject(value);

function readCommand(command: readonly string[]): PreStop {
  const sleep = leadingSleep(command);
  const waiter = waiterOfCommand(command);
  if (sleep === undefined) return other(["exec", ...command.slice(0, longestHandler)], " ", waiter);
  const { form, seconds: least, followedBy } = sleep;
  if (followedBy === undefined) return { kind: "sleep", form, seconds: least };
  return {
    kind: "sleep",
    form,
    seconds: least,
    followedBy: followedBy.slice(0, longestHandler).trim(),
    ...(waiter === undefined ? {} : { waiter }),
  };
}

/** The words up to what is shown of them, however many and however long they are. */
function other(words: readonly string[], between: string, waiter?: string): PreStop {
  let handler = "";
  for (const word of words) {
    if (handler.length >= longestHandler) break;
    handler += `${handler === "" ? "" : between}${word.slice(0, longestHandler)}`;
  }
  return { kind: "other", handler: handler.slice(0, longestHandler).trim(), ...(waiter === undefined ? {} : { waiter }) };
}
