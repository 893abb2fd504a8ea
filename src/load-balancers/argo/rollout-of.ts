/** Which Argo Rollout makes the Pods of a workload, and the Services that it lets select one revision at a time. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { ArgoService } from "#model/workloads/argo-strategy.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { ownerOf } from "#workloads/owner.ts";

export interface MadeByRollout {
  readonly name: string;
  readonly services: readonly ArgoService[];
}

/** Also of a Pod, of whatever stands under the name of a Rollout, and of the Deployment whose template a Rollout takes. */
export function rolloutOf(workload: Workload, view: ClusterView): MadeByRollout | undefined {
  const { ref } = workload;
  if (ref.kind === "Rollout") return madeBy(workload);
  const owner = workload.controller === undefined ? undefined : ownerOf(workload, view);
  if (owner?.ref.kind === "Rollout") return madeBy(owner);
  const [taking] = view.indexed("Rollout", "template", `${ref.namespace ?? ""}/${ref.kind}/${ref.name}`);
  return taking === undefined ? undefined : madeBy(taking);
}

const madeBy = ({ ref, rollout }: Workload): MadeByRollout => ({ name: ref.name, services: rollout?.argo?.services ?? [] });
