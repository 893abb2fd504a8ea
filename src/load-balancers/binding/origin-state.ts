import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Stack } from "#load-balancers/derived-target-group.ts";
import { groupOf, membersOf } from "#load-balancers/ingress/group.ts";
import { builtOnce } from "#load-balancers/ingress/ingress-target-groups.ts";
import { ownershipOf } from "#load-balancers/ingress/ownership.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

/**
 * What has become of the object that a binding was made for, where that object requires no such target group.
 * `gone`: it is not there. `stopped`: the controller changes nothing for it now, so the target group stays as it was.
 * `outdated`: it requires something else, and the controller deletes the target group.
 */
export type OriginState = "gone" | "stopped" | "outdated";

interface Context {
  readonly view: ClusterView;
  readonly flags: ControllerFlags;
}

export function originState(stack: Stack, problems: readonly Problem[], { view, flags }: Context): OriginState {
  const [namespace = "", name = ""] = stack.name.split("/");
  switch (stack.kind) {
    case "ingress":
      return ingressState(namespace, name, { view, flags });
    case "ingress-group": {
      const group = { by: "controller", explicit: true, id: stack.name } as const;
      if (membersOf(group, view, flags).length === 0) return "gone";
      return builtOnce(group, view, flags).stopped ? "stopped" : "outdated";
    }
    case "service":
      return view.get("Service", namespace, name) === undefined ? "gone" : stoppedBy("Service", namespace, name, problems);
    case "gateway":
      return view.get("Gateway", namespace, name) === undefined ? "gone" : stoppedBy("Gateway", namespace, name, problems);
  }
}

function ingressState(namespace: string, name: string, { view, flags }: Context): OriginState {
  const ingress = view.get("Ingress", namespace, name);
  if (ingress === undefined) return "gone";
  const owned = ownershipOf(ingress, view, flags);
  if (owned.managed === "refused") return "stopped";
  if (owned.managed === "no") return "outdated";
  const reading = groupOf(ingress, owned);
  return reading.ok && builtOnce(reading.group, view, flags).stopped ? "stopped" : "outdated";
}

/** A route that blocks its Gateway is reported as a problem of the route, so any error of the Gateway API counts. */
function stoppedBy(kind: "Service" | "Gateway", namespace: string, name: string, problems: readonly Problem[]): OriginState {
  const errors = problems.filter(({ severity }) => severity === "error");
  const stopped =
    kind === "Gateway" ? errors.length > 0 : errors.some(({ object }) => object.namespace === namespace && object.name === name);
  return stopped ? "stopped" : "outdated";
}
