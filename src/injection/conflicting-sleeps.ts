import { isJsonObject, type JsonObject } from "#model/kubernetes/json.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import type { InjectedValues } from "./injected-values.ts";
import { emptyRecord, type InjectionRecord, isEmpty, printRecord } from "./injection-record.ts";
import { graceAt, rawContainers } from "./template-parts.ts";

/**
 * Takes out what an earlier injection put there and what the template now leaves no room for: a hook of its own beside our sleep, or
 * a grace period shorter than it. The API server would refuse both (Kubernetes 1.36), for a value that no manifest shows.
 */
export function conflictingSleeps(template: JsonObject, { record, texts }: InjectedValues): Plan {
  const grace = graceAt(template);
  const steps: readonly (Step & { readonly set: "no-pre-stop" })[] = rawContainers(template).flatMap(
    ({ index, name, preStop }) => {
      const injected = record.preStop.get(name);
      if (injected === undefined || !isJsonObject(preStop) || !sleepsFor(preStop, injected)) return [];
      const alone = Object.keys(preStop).length === 1;
      if (alone && (typeof grace !== "number" || grace >= injected)) return [];
      return [{ set: "no-pre-stop", container: index, containerName: name, seconds: injected }];
    },
  );
  if (steps.length === 0) return [];
  const taken = new Set(steps.map(({ containerName }) => containerName));
  // Without those that somebody took out: what the record still names and the template lacks would be put back by the next review.
  const hooked = new Set(rawContainers(template).flatMap(({ name, preStop }) => (preStop === undefined ? [] : [name])));
  const left = {
    preStop: new Map([...record.preStop].filter(([name]) => hooked.has(name) && !taken.has(name))),
    gracePeriod: record.gracePeriod?.value === grace ? record.gracePeriod : undefined,
  };
  if (!isEmpty(left)) return [...steps, { set: "record", injected: printRecord(left), why: texts.why }];
  return [...steps, { set: "record", injected: looksNew(grace, record) ? printRecord(emptyRecord) : undefined, why: undefined }];
}

/**
 * Without any record the template would be the manifest from before the injection, which a second review takes for that manifest
 * sent again, and sizes as it was.
 */
const looksNew = (grace: unknown, { gracePeriod }: InjectionRecord): boolean =>
  gracePeriod !== undefined && grace === (gracePeriod.was ?? kubernetesGracePeriod);

function sleepsFor({ sleep }: JsonObject, seconds: number): boolean {
  return isJsonObject(sleep) && sleep["seconds"] === seconds;
}
