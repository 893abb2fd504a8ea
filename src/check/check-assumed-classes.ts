/**
 * Manifests of an application seldom hold the IngressClass that they name, which belongs to the cluster.
 * Where the manifests hold no class at all, the classes of Ingresses that speak to the AWS Load Balancer Controller are taken to exist.
 */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { WorkMemo } from "#kubernetes/view/work-memo.ts";
import { albPrefix } from "#load-balancers/attributes/annotations.ts";
import { bareMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Ingress, IngressClass } from "#model/load-balancers/routing.ts";

export interface AssumedClasses {
  readonly view: ClusterView;
  /** An Ingress for each class that was taken to exist, the first that names it. */
  readonly assumed: readonly { readonly className: string; readonly ingress: ObjectRef }[];
}

const assumedClassName = "alb";
const classAnnotation = "kubernetes.io/ingress.class";

export function withAssumedClasses(view: ClusterView): AssumedClasses {
  const given = view.list("IngressClass").length > 0;
  const missing = view.list("Ingress").flatMap((ingress): readonly Missing[] => {
    const name = ingress.ingressClassName ?? (saysNoClass(ingress) && !given ? assumedClassName : undefined);
    if (name === undefined || view.get("IngressClass", "", name) !== undefined) return [];
    return [{ name, ingress, ours: speaksToController(ingress, name) }];
  });
  // Beside classes that are given, one that the controller is to have was meant to be among them.
  const taken = firstOfEach(missing.filter(({ ours }) => !(ours && given)));
  if (taken.length === 0) return { view, assumed: [] };
  const classes = new Map(taken.map(({ name, ours }) => [name, classNamed(name, ours ? "ingress.k8s.aws/alb" : "unknown")]));
  return {
    view: completed(view, classes, given),
    assumed: taken.filter(({ ours }) => ours).map(({ name, ingress }) => ({ className: name, ingress: refOf(ingress.meta) })),
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

const saysNoClass = (ingress: Ingress): boolean =>
  ingress.ingressClassName === undefined &&
  ingress.meta.annotations[classAnnotation] === undefined &&
  speaksToController(ingress, "");

/** By its annotations, unless its class is named after another controller. */
const speaksToController = ({ meta }: Ingress, className: string): boolean =>
  className === assumedClassName ||
  (!otherControllers.test(className) && Object.keys(meta.annotations).some((key) => key.startsWith(`${albPrefix}/`)));

const otherControllers = /nginx|traefik|haproxy|kong|contour|istio|cilium|gce/;

/** Each Ingress is replaced once, because facts tell objects apart by what they are in memory. */
function completed(view: ClusterView, classes: ReadonlyMap<string, IngressClass>, given: boolean): ClusterView {
  const classless = given ? [] : view.list("Ingress").filter(saysNoClass);
  const named = new Map<unknown, Ingress>(
    classless.map((ingress) => [ingress, { ...ingress, ingressClassName: assumedClassName }]),
  );
  const replaced = <T>(object: T): T => (named.get(object) as T | undefined) ?? object;
  const memo = new WorkMemo(() => view.revision());
  return {
    get: (kind, namespace, name) => {
      const found = view.get(kind, namespace, name);
      if (found !== undefined) return replaced(found);
      return kind === "IngressClass" ? (classes.get(name) as never) : undefined;
    },
    indexed: (kind, index, key) => view.indexed(kind, index, key).map(replaced),
    keysOf: (kind, index, object) => view.keysOf(kind, index, object),
    list: (kind) => [...view.list(kind).map(replaced), ...(kind === "IngressClass" ? ([...classes.values()] as never[]) : [])],
    revision: () => view.revision(),
    memoize: (work, key, make) => memo.keep(work, key, make),
  };
}

const classNamed = (name: string, controller: string): IngressClass => ({
  meta: bareMeta("networking.k8s.io/v1", "IngressClass", name),
  controller,
  isDefault: false,
  parameters: undefined,
});
