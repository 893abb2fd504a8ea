import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { servicesShifted } from "#load-balancers/argo/weighted-action.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import { ingressKeys } from "./ingress-keys.ts";

/** `namespace/name` of each Service that it names, or that a Rollout makes it name. */
export const servicesOfIngress = (ingress: Ingress, view: ClusterView): readonly string[] => [
  ...new Set([...ingressKeys.services(ingress), ...servicesShifted(ingress, view)]),
];
