import { leadingSleep } from "#kubernetes/objects/hooks/leading-sleep.ts";
import { asTexts } from "#kubernetes/objects/lenient-json.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { isJsonObject, type Json } from "#model/kubernetes/json.ts";

/**
 * A hook that waits for `seconds`: an existing command that begins by sleeping keeps its program, its form and whatever follows, and
 * gets the new number; anything else becomes the form that is named. No plan raises a hook that does not begin by sleeping.
 */
export function withSleep(hook: Json | undefined, seconds: Seconds, form: "native" | "exec"): Json {
  const exec = isJsonObject(hook) ? hook["exec"] : undefined;
  const sleep = isJsonObject(exec) ? leadingSleep(asTexts(exec["command"])) : undefined;
  if (sleep !== undefined) return { exec: { command: sleep.raised(seconds) } };
  return form === "native" ? { sleep: { seconds } } : { exec: { command: ["sleep", String(seconds)] } };
}
