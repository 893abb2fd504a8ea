/** Target groups whose targets an Argo Rollout exchanges by switching the selector of a Service. */

import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ArgoRole, ArgoStrategy } from "#model/workloads/argo-strategy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { ipTargetGroups } from "#rules/breach.ts";

export interface SwitchedGroup {
  readonly targetGroup: TargetGroup;
  readonly role: ArgoRole;
  readonly argo: ArgoStrategy;
}

/** Those that users are sent to: nobody waits for the preview. */
export function switchedGroups(facts: WorkloadFacts): readonly SwitchedGroup[] {
  const argo = facts.workload.rollout?.argo;
  if (argo === undefined) return [];
  const roles = new Map(argo.services.filter(({ role }) => role !== "preview").map(({ name, role }) => [name, role]));
  return ipTargetGroups(facts).flatMap((targetGroup) => {
    const role = roles.get(targetGroup.service);
    return role === undefined ? [] : [{ targetGroup, role, argo }];
  });
}
