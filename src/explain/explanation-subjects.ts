import { podMakers } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { nearNames } from "./near-names.ts";
import { printSubjectName, type SubjectName } from "./subject-name.ts";

export interface SubjectSource {
  readonly view: ClusterView;
  /** Pods as wholes, which views do not keep. */
  readonly pods: readonly Workload[];
}

/** Whatever nobody else makes: no ReplicaSet of a Deployment, no Job of a CronJob, no Pod of either. */
export const topLevelWorkloads = (source: SubjectSource, namespace: string | undefined): readonly Workload[] =>
  allWorkloads(source)
    .filter(({ controller }) => controller === undefined)
    .filter(({ ref }) => namespace === undefined || ref.namespace === namespace)
    .toSorted((a, b) => compare(a.ref.namespace ?? "", b.ref.namespace ?? ""));

export type SubjectChoice =
  | { readonly what: "found"; readonly workload: Workload }
  /** One sentence that says what there is instead. */
  | { readonly what: "missing" | "ambiguous"; readonly message: string };

/** Without a namespace, the one of this name wherever it is; of several the one in `default`. */
export function chooseSubject(wanted: SubjectName, source: SubjectSource): SubjectChoice {
  const all = allWorkloads(source);
  const named = all.filter(
    ({ ref }) =>
      ref.kind === wanted.kind &&
      ref.name === wanted.name &&
      (wanted.namespace === undefined || ref.namespace === wanted.namespace),
  );
  const chosen = named.length === 1 ? named[0] : named.find(({ ref }) => ref.namespace === "default");
  if (chosen !== undefined) return { what: "found", workload: chosen };
  if (named.length > 1) {
    const namespaces = named.map(({ ref }) => ref.namespace ?? "").join(", ");
    return {
      what: "ambiguous",
      message: `${printSubjectName(wanted)} is in several namespaces: choose one of ${namespaces} with -n`,
    };
  }
  return { what: "missing", message: `no ${printSubjectName(wanted)}${alternatives(wanted, all)}` };
}

function alternatives(wanted: SubjectName, all: readonly Workload[]): string {
  const near = nearNames(
    wanted,
    all.map(({ ref }) => ref),
  );
  if (near.length > 0) return `; did you mean ${near.join(", ")}?`;
  return all.length === 0 ? "; no workloads found" : "";
}

const allWorkloads = ({ view, pods }: SubjectSource): readonly Workload[] => [
  ...podMakers.flatMap((kind) => view.list(kind)),
  ...pods,
];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
