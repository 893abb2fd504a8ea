import type { Finding } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Solution } from "./solve.ts";

/** A sleep that the policy's ceiling forbids to inject is a conflict to report: the route requires more than Pods may be kept. */
export function beyondCeiling(
  { workload }: WorkloadFacts,
  { beyondCeiling: needed }: Solution,
  policy: Policy,
): readonly Finding[] {
  if (needed === undefined) return [];
  const { ceiling } = policy.parameters;
  return [
    {
      rule: "prestop-over-ceiling",
      severity: "error",
      subject: needed.source.from === "object" ? needed.source.object : workload.ref,
      path: needed.source.from === "object" ? needed.source.field : "spec",
      actual: needed.value,
      required: ceiling,
      because: [needed, { name: "ceiling", value: ceiling, source: { from: "setting", name: "ceiling" } }],
      details: {},
    },
  ];
}
