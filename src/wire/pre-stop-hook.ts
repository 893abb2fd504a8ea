import { isJsonObject, type Json } from "#model/json.ts";
import type { Seconds } from "#model/seconds.ts";

/**
 * A hook that waits for `seconds`: an existing `sleep` command keeps its shell and its form and gets the new number,
 * anything else becomes the asked form. Callers never hand in a hook that does more than wait.
 */
export function withSleep(hook: Json | undefined, seconds: Seconds, form: "native" | "exec"): Json {
  const exec = isJsonObject(hook) ? hook["exec"] : undefined;
  const command = isJsonObject(exec) ? exec["command"] : undefined;
  if (Array.isArray(command)) return { exec: { command: raised(command as readonly Json[], seconds) } };
  return form === "native" ? { sleep: { seconds } } : { exec: { command: ["sleep", String(seconds)] } };
}

/** `["sleep","40"]` and `["sh","-c","sleep 40"]`: the number stands in the last word. */
const raised = (command: readonly Json[], seconds: Seconds): readonly Json[] =>
  command.map((word, index) =>
    index === command.length - 1 && typeof word === "string" ? word.replace(/\d+(?:\.\d+)?[smhd]?/, String(seconds)) : word,
  );
