import { selects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { namespaceLabels } from "#kubernetes/view/namespace-labels.ts";
import type { AllowedNamespaces } from "#model/load-balancers/gateway.ts";

/** Whether something in `namespace` may attach to a parent in `parentNamespace`; a selector on a namespace that is not known matches by its name only. */
export function namespaceAllowed(
  allowed: AllowedNamespaces,
  namespace: string,
  parentNamespace: string,
  view: ClusterView,
): boolean {
  switch (allowed.from) {
    case "Same":
      return namespace === parentNamespace;
    case "All":
      return true;
    case "Selector":
      return allowed.selector !== undefined && selects(allowed.selector, namespaceLabels(namespace, view));
    default:
      return false;
  }
}
