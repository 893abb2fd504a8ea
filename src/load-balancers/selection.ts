import { labelNames, serviceSelects } from "#kubernetes/objects/label-match.ts";
import { podMakers } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { isSwitched, selectedInTurn } from "./argo/switched-selector.ts";
import type { PodLike } from "./services-selecting.ts";

export type Selection =
  | { readonly how: "none" | "selected" }
  /** Selected once these labels are set, which no template of the namespace sets: a program or an operator does, on its leader for instance. */
  | { readonly how: "at-run-time"; readonly labels: readonly string[] };

/** What operators set is a role or a revision. A selector that lacks more was not meant for the Pod. */
const mostSetAtRunTime = 16;

export function selection(service: Service, pod: PodLike, view: ClusterView): Selection {
  const { meta, selector } = service;
  if (serviceSelects(selector, pod.labels) || selectedInTurn(service, pod, view)) return { how: "selected" };
  // Only Argo Rollouts sets that label, and only on Pods of its own.
  if (isSwitched(service)) return { how: "none" };
  const missing = missingLabels(selector, pod.labels);
  if (missing === undefined) return { how: "none" };
  const set = missing.some((name) => podMakers.some((kind) => view.filed(kind, "labelName", nameKey(meta.namespace, name)) > 0));
  return set ? { how: "none" } : { how: "at-run-time", labels: missing.map((name) => `${name}=${selector[name]}`) };
}

/** Names of the labels that the Pod lacks; undefined where it has one with another value, has none of them or lacks too many. */
function missingLabels(selector: Service["selector"], labels: PodLike["labels"]): readonly string[] | undefined {
  const names = labelNames(selector);
  const missing: string[] = [];
  for (const name of names) {
    if (!Object.hasOwn(labels, name)) missing.push(name);
    else if (labels[name] !== selector[name]) return undefined;
    if (missing.length > mostSetAtRunTime) return undefined;
  }
  return missing.length === names.length ? undefined : missing;
}
