/**
 * Whose objects count. Anybody may write a route that names a Service of another namespace, or a ListenerSet that names another's Gateway;
 * what its owner does not let in is not even looked at, so that nobody can make the decisions of others costly.
 */
import { selects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { namespaceLabels } from "#kubernetes/view/namespace-labels.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { AllowedNamespaces, Gateway, Listener, RouteKind } from "#model/load-balancers/gateway.ts";

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
      // Nobody knows the labels of one that was not read in full, and whoever may write them must not stop the decisions about the parent.
      if (allowed.selector === undefined || view.unread("Namespace", "", namespace)) return false;
      return selects(allowed.selector, namespaceLabels(namespace, view));
    default:
      return false;
  }
}

type From = (namespace: string) => boolean;

/** Namespaces whose routes of this kind a ReferenceGrant lets name something in `namespace`; which things, is not looked at. */
export function routesMayName(kind: RouteKind, namespace: string, view: ClusterView): From {
  const allowed = once(() => {
    const sources = view.indexed("ReferenceGrant", "namespace", namespace).flatMap(({ from }) => from);
    return new Set(sources.filter((from) => from.kind === kind).map((from) => from.namespace));
  });
  return (from) => from === namespace || allowed().has(from);
}

/** Namespaces whose routes one of the listeners takes. */
export function routesMayAttach(meta: ObjectMeta, listeners: readonly Listener[], view: ClusterView): From {
  return remembered(
    (from) =>
      from === meta.namespace || listeners.some(({ namespaces }) => namespaceAllowed(namespaces, from, meta.namespace, view)),
  );
}

/** Namespaces whose ListenerSets the Gateway takes, and its own: a set there that it does not take is reported. */
export const listenerSetsMayAttach = ({ meta, allowedListeners }: Gateway, view: ClusterView): From =>
  remembered((from) => from === meta.namespace || namespaceAllowed(allowedListeners, from, meta.namespace, view));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function remembered(from: From): From {
  const known = new Map<string, boolean>();
  return (namespace) => {
    const found = known.get(namespace) ?? from(namespace);
    known.set(namespace, found);
    return found;
  };
}
