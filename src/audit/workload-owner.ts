import { isWorkloadKind } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** Labels that teams write their names into; the first that there is counts. */
export const defaultOwnerLabels = ["team", "owner", "app.kubernetes.io/team", "app.kubernetes.io/part-of"] as const;

/** Who looks after a workload, by its own labels, else by those of its Namespace. */
export function workloadOwner(view: ClusterView, labels: readonly string[]): (ref: ObjectRef) => string | undefined {
  const named = (map: Readonly<Record<string, string>>): string | undefined =>
    labels
      .map((label) => (Object.hasOwn(map, label) ? map[label] : undefined))
      .find((value) => value !== undefined && value !== "");
  return (ref) => named(labelsOf(ref, view)) ?? named(view.get("Namespace", "", ref.namespace ?? "")?.meta.labels ?? {});
}

function labelsOf({ kind, namespace, name }: ObjectRef, view: ClusterView): Readonly<Record<string, string>> {
  if (!isWorkloadKind(kind) || kind === "Pod") return {};
  const found: Workload | undefined = view.get(kind, namespace ?? "", name);
  return found?.labels ?? {};
}
