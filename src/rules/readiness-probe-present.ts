import { breach, podField } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A container without a readiness probe is ready as soon as its process runs, which is when the AWS controller registers the Pod. */
export const readinessProbePresent: Rule = {
  id: "readiness-probe-present",
  holds: "every container with ports has a readiness probe",
  find: (facts) => {
    const serving = facts.workload.podSpec.containers.filter(({ ports }) => ports.length > 0);
    const first = serving[0];
    if (facts.targetGroups.length === 0 || first === undefined || serving.some(({ hasReadinessProbe }) => hasReadinessProbe))
      return [];
    const at = facts.workload.podSpec.containers.indexOf(first);
    return [
      breach(facts, {
        rule: "readiness-probe-present",
        path: podField(facts, `containers[${at}].readinessProbe`),
        actual: undefined,
        required: undefined,
        because: [],
        details: { container: first.name },
      }),
    ];
  },
  remedy: noPodRemedy,
};
