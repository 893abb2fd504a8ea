/**
 * Manifests of an application seldom hold the IngressClass that they name, which belongs to the cluster. Where they hold no class at
 * all, the classes of Ingresses that address the AWS Load Balancer Controller are taken to exist. Whoever reads manifests goes through
 * this one step, so that all commands assume the same.
 */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { kindsIn } from "#kubernetes/view/kind-registry.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { albPrefix } from "#load-balancers/attributes/annotations.ts";
import { flagsInEffect } from "#load-balancers/controller/flags-in-effect.ts";
import { ingressClassAnnotation } from "#load-balancers/ingress/ingress-keys.ts";
import { classIsAssumed } from "#load-balancers/service/service-ownership.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { bareMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { Ingress, IngressClass } from "#model/load-balancers/routing.ts";
import type { Assumption } from "#model/reports/assumption.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";

export interface CompletedManifests {
  readonly view: ClusterView;
  readonly assumptions: readonly Assumption[];
}

/** The class that the Helm chart of the AWS Load Balancer Controller makes (v3.5.0). */
const defaultName = "alb";

export function completeManifests(view: ClusterView, configured: ConfiguredFlags): CompletedManifests {
  const flags = flagsInEffect({ view, configured, excludedNamespaces: [] });
  const services = view.list("Service").filter((service) => classIsAssumed(service, flags));
  const completed = withIngressClasses(view);
  if (services.length === 0) return completed;
  const className = flags.loadBalancerClass;
  const owner: Assumption = { what: "load-balancer-class", className, services: services.map(({ meta }) => refOf(meta)) };
  return { view: completed.view, assumptions: [...completed.assumptions, owner] };
}

function withIngressClasses(view: ClusterView): CompletedManifests {
  const given = view.list("IngressClass").length > 0;
  const missing = view.list("Ingress").flatMap((ingress): readonly Missing[] => {
    const name = ingress.ingressClassName ?? (namesNoClass(ingress) && !given ? defaultName : undefined);
    if (name === undefined || view.get("IngressClass", "", name) !== undefined) return [];
    return [{ name, ingress, ours: addressesController(ingress, name) }];
  });
  // Beside classes that are given, one that the controller is to have was meant to be among them.
  const assumed = firstOfEach(missing.filter(({ ours }) => !(ours && given)));
  if (assumed.length === 0) return { view, assumptions: [] };
  const classes = assumed.map(({ name, ours }) => classNamed(name, ours ? "ingress.k8s.aws/alb" : "unknown"));
  return {
    view: withClasses(view, classes, given),
    assumptions: assumed
      .filter(({ ours }) => ours)
      .map(({ name, ingress }) => ({ what: "ingress-class", className: name, ingress: refOf(ingress.meta) })),
  };
}

interface Missing {
  readonly name: string;
  readonly ingress: Ingress;
  readonly ours: boolean;
}

/** A class that any of its Ingresses wants to be the controller's is the controller's; the first of those stands for it. */
const firstOfEach = (missing: readonly Missing[]): readonly Missing[] => {
  const bestLast = missing.toReversed().sort((a, b) => Number(a.ours) - Number(b.ours));
  return [...new Map(bestLast.map((each) => [each.name, each])).values()];
};

const namesNoClass = (ingress: Ingress): boolean =>
  ingress.ingressClassName === undefined &&
  ingress.meta.annotations[ingressClassAnnotation] === undefined &&
  addressesController(ingress, "");

/** By its annotations, unless its class is named after another controller. */
const addressesController = ({ meta }: Ingress, className: string): boolean =>
  className === defaultName ||
  (!otherControllers.test(className) && Object.keys(meta.annotations).some((key) => key.startsWith(`${albPrefix}/`)));

const otherControllers = /nginx|traefik|haproxy|kong|contour|istio|cilium|gce/;

/** A store of its own, so that an Ingress is also found by the class that it was given here. */
function withClasses(view: ClusterView, classes: readonly IngressClass[], given: boolean): ClusterView {
  const store = new ObjectStore(watchedKinds);
  for (const kind of kindsIn(watchedKinds)) copy(kind, view, store);
  for (const object of classes) store.put("IngressClass", { key: object.meta, object });
  for (const ingress of given ? [] : view.list("Ingress").filter(namesNoClass)) {
    store.put("Ingress", { key: ingress.meta, object: { ...ingress, ingressClassName: defaultName } });
  }
  return store;
}

function copy<K extends Kind>(kind: K, from: ClusterView, to: ObjectStore): void {
  const keyed = from.list(kind).map((object) => {
    const { namespace = "", name } = "meta" in object ? object.meta : object.ref;
    return { key: { namespace, name }, object };
  });
  to.replaceAll(kind, keyed);
}

const classNamed = (name: string, controller: string): IngressClass => ({
  meta: bareMeta("networking.k8s.io/v1", "IngressClass", name),
  controller,
  isDefault: false,
  parameters: undefined,
});
