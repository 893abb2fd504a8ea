import type { ClusterView } from "#facts/cluster-view.ts";
import type { ControllerFlags } from "#model/controller-flags.ts";
import { refOf } from "#model/object-meta.ts";
import { type Problem, problem } from "#model/problem.ts";
import { type GatewayConfiguration, gatewayConfiguration } from "./gateway-configuration.ts";
import { type GatewayListeners, gatewayListeners } from "./gateway-listeners.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";

/** A Gateway with all that does not depend on a route. */
export interface BuiltGateway {
  readonly owned: OwnedGateway;
  readonly configuration: GatewayConfiguration;
  readonly listeners: GatewayListeners;
}

export type GatewayReading =
  | { readonly ok: true; readonly gateway: BuiltGateway; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const dryRun = "gateway.k8s.aws/dry-run";

export function builtGateway(owned: OwnedGateway, view: ClusterView, flags: ControllerFlags): GatewayReading {
  const { meta } = owned.gateway;
  const reading = gatewayConfiguration(owned, view);
  if (!reading.ok) return { ok: false, problems: [reading.problem] };
  const planned = meta.annotations[dryRun] === "true";
  const problems = planned ? [problem("gateway-dry-run", refOf(meta), dryRun, { gateway: meta.name })] : [];
  // The annotation counts only until a load balancer has been made, which a manifest file cannot have got yet.
  if (planned && meta.uid === "") return { ok: false, problems };
  const listeners = gatewayListeners(owned, view, flags);
  return { ok: true, gateway: { owned, configuration: reading.configuration, listeners }, problems: [...problems, ...listeners.problems] };
}
