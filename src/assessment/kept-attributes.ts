import { keptByAws } from "#load-balancers/attributes/kept-by-aws.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Situation } from "#model/workloads/situation.ts";

export interface KeptChange {
  /** The situation after the change, with what AWS keeps filled in. */
  readonly after: Situation;
  readonly findings: readonly Finding[];
}

const attributesField = "target-group-attributes";

/** An attribute that is named no more stays in force, which is worth a word: whoever took it away expects the default. */
export function withKeptAttributes(before: Situation, after: Situation): KeptChange {
  const { targetGroups, kept } = keptByAws(before.targetGroups, after.targetGroups);
  return {
    after: { ...after, targetGroups },
    findings: kept.map(({ targetGroup: { origin }, key, value }) => ({
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
