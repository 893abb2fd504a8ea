import { keys } from "#model/settings/keys.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { emptyRecord, type InjectionRecord, parseRecord } from "./injection-record.ts";

/** The record of a Pod or a template as far as the object still has what it says: whatever was changed since is somebody else's. */
export function trustedRecord(workload: Workload): InjectionRecord {
  const { podSpec } = workload;
  const record = statedRecord(workload);
  const sleeps = podSpec.containers.flatMap(({ name, preStop }) =>
    preStop.kind === "sleep" && record.preStop.get(name) === preStop.seconds ? [[name, preStop.seconds] as const] : [],
  );
  return {
    preStop: new Map(sleeps),
    gracePeriod: record.gracePeriod?.value === podSpec.gracePeriod ? record.gracePeriod : undefined,
  };
}

/** All that the record says, whatever the object has. */
export const statedRecord = ({ podAnnotations }: Workload): InjectionRecord =>
  parseRecord(Object.hasOwn(podAnnotations, keys.injected) ? podAnnotations[keys.injected] : undefined) ?? emptyRecord;
