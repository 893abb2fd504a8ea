import { statedRecord, trustedRecord } from "#injection/trusted-record.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Workload } from "#model/workloads/workload.ts";

/**
 * Values that were injected into the stored template and that an update sets lower. The template keeps what it is given; its Pods are
 * sized when they are created all the same, and whoever lowers a value should not learn that from them.
 */
export function loweredInjection(now: Workload, before: Workload | undefined): readonly Finding[] {
  // Before it is stored for the first time, only another webhook can have changed what was injected a moment ago.
  const earlier = before === undefined ? statedRecord(now) : trustedRecord(before);
  const present = trustedRecord(now);
  const path = [...now.podPath, "spec"].join(".");
  const lowered = (field: string, from: Seconds, to: Seconds): Finding => ({
    rule: "injected-value-lowered",
    severity: "warning",
    subject: now.ref,
    path: `${path}.${field}`,
    actual: to,
    required: from,
    because: [],
    details: { value: field },
  });
  const sleeps = now.podSpec.containers.flatMap(({ name, preStop }, index) => {
    const from = earlier.preStop.get(name);
    if (from === undefined || preStop.kind !== "sleep" || preStop.seconds >= from || present.preStop.has(name)) return [];
    return [lowered(`containers[${index}].lifecycle.preStop`, from, preStop.seconds)];
  });
  const { gracePeriod } = now.podSpec;
  const from = earlier.gracePeriod?.value;
  if (from === undefined || gracePeriod === undefined || gracePeriod >= from || present.gracePeriod !== undefined) return sleeps;
  return [...sleeps, lowered("terminationGracePeriodSeconds", from, gracePeriod)];
}
