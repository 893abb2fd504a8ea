import { serviceSelects } from "#kubernetes/objects/label-match.ts";
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

export function selection(service: Service, pod: PodLike, view: ClusterView): Selection {
  const { meta, selector } = service;
  const { labels } = pod;
  if (serviceSelects(selector, labels) || selectedInTurn(service, pod, view)) return { how: "selected" };
  // Only Argo Rollouts sets that label, and only on Pods of its own.
  if (isSwitched(service)) return { how: "none" };
  const names = Object.keys(selector);
  const missing = names.filter((name) => !Object.hasOwn(labels, name));
  const agreeing = names.filter((name) => Object.hasOwn(labels, name) && labels[name] === selector[name]);
  if (agreeing.length === 0 || agreeing.length + missing.length < names.length) return { how: "none" };
  const set = missing.some((name) =>
    podMakers.some((kind) => view.indexed(kind, "labelName", nameKey(meta.namespace, name)).length > 0),
  );
  return set ? { how: "none" } : { how: "at-run-time", labels: missing.map((name) => `${name}=${selector[name]}`) };
}
