import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Solution } from "./solve.ts";

/**
 * A sleep that is sized for a delay which nobody chose: 300 s by AWS default (ELB user guide, deregistration delay) keeps every Pod for
 * more than five minutes, and a shorter delay set on the route would do.
 */
export function delayByDefault({ workload, targetGroups }: WorkloadFacts, { preStop }: Solution): readonly Finding[] {
  if (preStop === undefined || (preStop.source.from !== "default" && preStop.source.from !== "assumed")) return [];
  const group = targetGroups.find(
    ({ targetType, deregistrationDelay: { source } }) => targetType === "ip" && source.from === preStop.source.from,
  );
  if (group === undefined) return [];
  return [
    {
      rule: "deregistration-delay-unset",
      severity: "warning",
      subject: workload.ref,
      path: "deregistration_delay.timeout_seconds",
      actual: group.deregistrationDelay.value,
      required: preStop.value,
      because: [{ name: "deregistrationDelay", ...group.deregistrationDelay }],
      details: { origin: printRef(group.origin) },
    },
  ];
}
