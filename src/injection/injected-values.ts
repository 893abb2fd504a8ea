import type { Seconds } from "#model/findings/seconds.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import type { InjectedTexts } from "#model/workloads/plan.ts";
import { type InjectionRecord, parseRecord, type RecordedGracePeriod } from "./injection-record.ts";
import { withSleep } from "./pre-stop-hook.ts";
import { annotationAt, graceAt, rawContainers, sameJson } from "./template-parts.ts";

/** What an injection into a template says of itself, and how much of it the template still has. */
export interface InjectedValues {
  readonly record: InjectionRecord;
  readonly texts: InjectedTexts;
  /** By the names of containers whose hook is exactly the one that was injected. */
  readonly sleeps: ReadonlyMap<string, InjectedSleep>;
  /** Set where the template has the recorded grace period. */
  readonly gracePeriod: RecordedGracePeriod | undefined;
}

export interface InjectedSleep {
  readonly seconds: Seconds;
  readonly form: "native" | "exec";
}

/** Undefined where the template carries no record that can be read. */
export function injectedValues(template: JsonObject): InjectedValues | undefined {
  const injected = annotationAt(template, keys.injected);
  const record = parseRecord(injected);
  if (record === undefined) return undefined;
  const sleeps = rawContainers(template).flatMap(({ name, preStop }) => {
    const seconds = record.preStop.get(name);
    if (seconds === undefined || preStop === undefined) return [];
    const form = (["native", "exec"] as const).find((each) => sameJson(preStop, withSleep(undefined, seconds, each)));
    return form === undefined ? [] : [[name, { seconds, form }] as const];
  });
  return {
    record,
    texts: { injected, why: annotationAt(template, keys.why) },
    sleeps: new Map(sleeps),
    gracePeriod: record.gracePeriod?.value === graceAt(template) ? record.gracePeriod : undefined,
  };
}
