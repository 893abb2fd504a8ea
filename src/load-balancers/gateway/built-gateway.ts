import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { isStored, refOf } from "#model/kubernetes/object-meta.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type GatewayConfiguration, gatewayConfiguration, noConfiguration } from "./gateway-configuration.ts";
import { type GatewayListeners, gatewayListeners } from "./gateway-listeners.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";

/** A Gateway with all that does not depend on a route. */
export interface BuiltGateway {
  readonly owned: OwnedGateway;
  readonly configuration: GatewayConfiguration;
  readonly listeners: GatewayListeners;
  /** The controller does not act on it as it is now; what AWS has from before stays. */
  readonly refused: boolean;
  readonly problems: readonly Problem[];
}

const dryRun = "gateway.k8s.aws/dry-run";

export function builtGateway(owned: OwnedGateway, view: ClusterView, flags: ControllerFlags): BuiltGateway {
  const { meta } = owned.gateway;
  const reading = gatewayConfiguration(owned, view);
  const listeners = gatewayListeners(owned, view, flags);
  // The annotation counts only until a load balancer has been made, which a manifest file cannot have got yet.
  const planned = meta.annotations[dryRun] === "true";
  const problems = [
    ...(reading.ok ? [] : [reading.problem]),
    ...(planned ? [problem("gateway-dry-run", refOf(meta), dryRun, { gateway: meta.name })] : []),
    ...listeners.problems,
  ];
  const configuration = reading.ok ? reading.configuration : noConfiguration;
  return { owned, configuration, listeners, refused: !reading.ok || (planned && !isStored(meta)), problems };
}
