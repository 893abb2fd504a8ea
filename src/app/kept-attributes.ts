import type { Finding } from "#model/finding.ts";
import type { Situation } from "#model/situation.ts";
import { printSource } from "#model/sourced.ts";
import type { TargetGroup } from "#model/target-group.ts";
import type { Affected } from "#policy/decide-route.ts";

const attribute = "deregistration_delay.timeout_seconds";

/**
 * The controller writes the attributes that objects name and never resets one that they name no more (controller v3.5.0), so a delay
 * that was taken away, or that another annotation now hides, stays in force for the target group that exists.
 */
export const withKeptAttributes = (before: Situation, after: Situation): Situation => ({
  ...after,
  targetGroups: after.targetGroups.map((group) => {
    const earlier = removedFrom(before, group);
    return earlier === undefined ? group : { ...group, deregistrationDelay: earlier.deregistrationDelay };
  }),
});

export function attributesRemoved(changes: readonly Affected[]): readonly Finding[] {
  const findings = changes.flatMap(({ before, after }) =>
    after.targetGroups.flatMap((group) => {
      const earlier = before?.targetGroups.find((candidate) => sameTargetGroup(candidate, group));
      const gone =
        earlier !== undefined && earlier.attributes[attribute] !== undefined && group.attributes[attribute] === undefined;
      return gone ? [removed(earlier)] : [];
    }),
  );
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

const removedFrom = (before: Situation, group: TargetGroup): TargetGroup | undefined =>
  group.attributes[attribute] === undefined
    ? before.targetGroups.find((candidate) => sameTargetGroup(candidate, group) && candidate.attributes[attribute] !== undefined)
    : undefined;

const sameTargetGroup = (a: TargetGroup, b: TargetGroup): boolean =>
  a.origin.kind === b.origin.kind &&
  a.origin.namespace === b.origin.namespace &&
  a.origin.name === b.origin.name &&
  a.service === b.service &&
  a.port === b.port &&
  a.targetType === b.targetType;

const removed = ({ origin, deregistrationDelay }: TargetGroup): Finding => ({
  rule: "attribute-removed",
  severity: "warning",
  subject: origin,
  path: deregistrationDelay.source.from === "object" ? deregistrationDelay.source.field : attribute,
  actual: undefined,
  required: undefined,
  because: [],
  details: { attribute, value: String(deregistrationDelay.value), source: printSource(deregistrationDelay.source) },
});
