import type { JsonObject } from "#model/kubernetes/json.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { quotable } from "#wording/printable.ts";
import { floorKeys, floorName } from "./floor-names.ts";

/** The numbers of one namespace: the largest that any of its workloads requires, with the workload that requires it. */
export interface FloorParameters {
  readonly namespace: string;
  readonly sleep: number;
  readonly grace: number;
  readonly from: string;
}

/** Namespaces none of whose workloads requires a sleep have no floor. */
export function floorParameters(explanations: readonly Explanation[]): readonly FloorParameters[] {
  const byNamespace = new Map<string, FloorParameters>();
  for (const explanation of explanations) {
    const { subject, required, skipped } = explanation;
    const sleep = required.preStop ?? 0;
    if (sleep === 0 || skipped !== undefined) continue;
    const namespace = subject.namespace ?? "";
    const known = byNamespace.get(namespace);
    const larger = known === undefined || sleep > known.sleep;
    byNamespace.set(namespace, {
      namespace,
      sleep: Math.max(sleep, known?.sleep ?? 0),
      grace: Math.max(required.gracePeriod, known?.grace ?? 0),
      from: larger ? reasonOf(explanation) : known.from,
    });
  }
  return [...byNamespace.values()].toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

function reasonOf({ subject, targetGroups }: Explanation): string {
  const [longest] = targetGroups.toSorted((a, b) => b.deregistrationDelay.value - a.deregistrationDelay.value);
  const route = longest === undefined ? "" : ` behind ${printRef(longest.origin)}`;
  return quotable(`${printRef(subject)}${route}`, 200);
}

export const parametersConfigMap = ({ namespace, sleep, grace, from }: FloorParameters): JsonObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: floorName, namespace, labels: { "app.kubernetes.io/managed-by": "outlive-export" } },
  data: { [floorKeys.sleep]: String(sleep), [floorKeys.grace]: String(grace), from },
});
