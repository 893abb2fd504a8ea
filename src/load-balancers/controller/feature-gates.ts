import { parseBool, trimSpace } from "#load-balancers/attributes/go-values.ts";
import type { RefusedArgument } from "#model/load-balancers/installed-controller.ts";

/** Every gate that v3.5 knows (pkg/config/feature_gates.go); it ends at any other name. Its own table of flags misnames two. */
const known: ReadonlySet<string> = new Set([
  ...["ListenerRulesTagging", "WeightedTargetGroups", "ServiceTypeLoadBalancerOnly", "EndpointsFailOpen"],
  ...["EnableServiceController", "EnableIPTargetType", "EnableTCPUDPListener", "EnableRGTAPI", "SubnetsClusterTagCheck"],
  ...["NLBHealthCheckAdvancedConfig", "NLBSecurityGroup", "ALBSingleSubnet", "LBCapacityReservation"],
  ...["SubnetDiscoveryByReachability", "NLBGatewayAPI", "ALBGatewayAPI", "GlobalAcceleratorController"],
  ...["EnhancedDefaultBehavior", "EnableDefaultTagsLowPriority", "ALBTargetControlAgent", "GatewayListenerSet"],
  ...["EnableCertificateManagement", "IngressPlanAnnotation"],
]);

/** Names that the controller's own documentation gives and its code refuses, in every version that was read. */
const misnamed: ReadonlySet<string> = new Set(["EnableTCPUDPListenerType", "NLBHealthCheckAdvancedConfiguration"]);

export interface FeatureGates {
  readonly states: ReadonlyMap<string, boolean>;
  readonly refused: readonly RefusedArgument[];
}

/**
 * `--feature-gates=A=true,B=false`, each time that it is given: what comes later overrules. A name that is not known may be one of
 * another version, so only what no version has counts as refused where `complete` is false.
 */
export function featureGates(values: readonly string[], complete: boolean): FeatureGates {
  const states = new Map<string, boolean>();
  const refused: RefusedArgument[] = [];
  for (const piece of values.flatMap((value) => value.split(","))) {
    if (piece === "") continue;
    const equals = piece.indexOf("=");
    const name = trimSpace(equals === -1 ? piece : piece.slice(0, equals));
    const state = equals === -1 ? undefined : parseBool(trimSpace(piece.slice(equals + 1)));
    const refuses = state === undefined || misnamed.has(name) || (complete && !known.has(name));
    if (refuses) refused.push({ flag: "--feature-gates", value: piece });
    else states.set(name, state);
  }
  return { states, refused };
}
