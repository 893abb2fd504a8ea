import type { Seconds } from "#model/findings/seconds.ts";
import { isJsonObject, type Json } from "#model/kubernetes/json.ts";

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

/**
 * `["sleep","40"]`, `["busybox","sleep","1m","30s"]` and `["sh","-c","sleep 40"]` with one number in place of all terms.
 * Words behind a script are its own arguments and stay.
 */
function raised(command: readonly Json[], seconds: Seconds): readonly Json[] {
  const script = command.findIndex((word) => typeof word === "string" && /^-[a-z]*c$/.test(word)) + 1;
  if (script > 0) return command.map((word, index) => (index === script ? raisedScript(word, seconds) : word));
  const program = command.findIndex((word) => typeof word === "string" && /(^|\/)sleep$/.test(word));
  return [...command.slice(0, program + 1), String(seconds)];
}

const raisedScript = (script: Json, seconds: Seconds): Json =>
  typeof script === "string" ? script.replace(/^(\s*(?:exec\s+)?\S*sleep)\s.*$/s, `$1 ${seconds}`) : script;
