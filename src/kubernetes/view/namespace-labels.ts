import type { ClusterView } from "./cluster-view.ts";

/** The API server puts the name of every namespace into this label (since 1.21), also where a manifest does not show it. */
export const namespaceLabels = (name: string, view: ClusterView): Readonly<Record<string, string>> => ({
  ...view.get("Namespace", "", name)?.meta.labels,
  "kubernetes.io/metadata.name": name,
});
