import { breach, podField } from "./breach.ts";
import { nothingOnThePod, type Rule } from "./rule.ts";

/** A container without a readiness probe is ready as soon as its process runs, which is when the AWS controller registers the Pod. */
export const readinessProbePresent: Rule = {
  id: "readiness-probe-present",
  holds: "a container with ports has a readiness probe",
  find: (situation) => {
    const serving = situation.workload.podSpec.containers.filter(({ hasPorts }) => hasPorts);
    const first = serving[0];
    if (situation.targetGroups.length === 0 || first === undefined || serving.some(({ hasReadinessProbe }) => hasReadinessProbe))
      return [];
    const at = situation.workload.podSpec.containers.indexOf(first);
    return [
      breach(situation, {
        rule: "readiness-probe-present",
        path: podField(situation, `containers[${at}].readinessProbe`),
        actual: undefined,
        required: undefined,
        because: [],
        details: { container: first.name },
      }),
    ];
  },
  remedy: nothingOnThePod,
};
