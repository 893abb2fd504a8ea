import { retainedAttributes } from "#load-balancers/attributes/retained-attributes.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

export interface RetainedChange {
  /** The facts after the change, with what AWS keeps filled in. */
  readonly after: WorkloadFacts;
  readonly findings: readonly Finding[];
}

const attributesField = "target-group-attributes";

/** A removed attribute stays in effect, which is worth a warning: whoever removed it expects the default. */
export function withRetainedAttributes(before: WorkloadFacts, after: WorkloadFacts): RetainedChange {
  const { targetGroups, retained } = retainedAttributes(before.targetGroups, after.targetGroups);
  return {
    after: { ...after, targetGroups },
    findings: retained.map(({ targetGroup: { origin }, key, value }) => ({
      rule: "attribute-removed",
      severity: "warning",
      subject: origin,
      path: attributesField,
      actual: undefined,
      required: undefined,
      because: [],
      details: { attribute: key, value },
    })),
  };
}
