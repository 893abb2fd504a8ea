import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { editDistance } from "#model/reports/edit-distance.ts";
import type { Workload } from "#model/workloads/workload.ts";

const most = 3;

/** @throws CommandError for a namespace that does not exist, naming those that somebody may have meant */
export function assertNamespace(name: string, view: ClusterView, workloads: readonly Workload[]): void {
  const known = view.list("Namespace").map(({ meta }) => meta.name);
  if (known.includes(name) || workloads.some(({ ref }) => ref.namespace === name)) return;
  if (known.length === 0)
    throw new CommandError(`no workloads found in namespace "${name}", and no namespaces can be listed`, exitCodes.unreadable);
  const near = known
    .map((other) => ({ other, apart: other.includes(name) || name.includes(other) ? 1 : editDistance(name, other) }))
    .filter(({ apart }) => apart <= Math.max(2, name.length / 3))
    .toSorted((a, b) => a.apart - b.apart)
    .slice(0, most)
    .map(({ other }) => other);
  const hint = near.length === 0 ? `; there are ${known.length} others` : `; did you mean ${near.join(" or ")}?`;
  throw new CommandError(`namespace "${name}" does not exist${hint}`, exitCodes.unreadable);
}
