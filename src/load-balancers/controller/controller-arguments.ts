import { parseBool, parseInt32 } from "#load-balancers/attributes/go-values.ts";
import type { InstalledController, RefusedArgument } from "#model/load-balancers/installed-controller.ts";
import type { ControllerFlag, ControllerFlags } from "#model/settings/controller-flags.ts";
import { callRate } from "./call-rate.ts";
import { featureGates } from "./feature-gates.ts";
import { goFlags } from "./go-flags.ts";

type Read = Omit<InstalledController, "ref" | "image" | "version" | "replicas">;

/** Flags that pflag sets to true where they have no value (v3.5, pkg/config). */
const booleans: ReadonlySet<string> = new Set([
  ...["enable-leader-election", "enable-pod-readiness-gate-inject", "enable-shield", "enable-waf", "enable-wafv2"],
  ...["disable-ingress-class-annotation", "disable-ingress-group-name-annotation", "enable-endpoint-slices"],
  ...["tolerate-non-existent-backend-service", "tolerate-non-existent-backend-action", "enable-backend-security-group"],
  ...["enable-manage-backend-security-group-rules", "disable-restricted-sg-rules"],
]);

const gateFlags = {
  EnableIPTargetType: "enableIPTargetType",
  NLBHealthCheckAdvancedConfig: "nlbHealthCheckAdvancedConfig",
  ServiceTypeLoadBalancerOnly: "serviceTypeLoadBalancerOnly",
  EnableTCPUDPListener: "enableTCPUDPListener",
  ALBGatewayAPI: "albGatewayAPI",
  NLBGatewayAPI: "nlbGatewayAPI",
  GatewayListenerSet: "gatewayListenerSet",
} as const satisfies Readonly<Record<string, ControllerFlag>>;

/** Where each setting of Outlive's stands on the controller's command line; the Service mutator is a value of Helm's and on none. */
export const argumentOf: Readonly<Record<ControllerFlag, string>> = {
  clusterName: "--cluster-name",
  ingressClass: "--ingress-class",
  loadBalancerClass: "--load-balancer-class",
  defaultTargetType: "--default-target-type",
  serviceMutatorWebhook: "enableServiceMutatorWebhook",
  tolerateNonExistentBackendService: "--tolerate-non-existent-backend-service",
  tolerateNonExistentBackendAction: "--tolerate-non-existent-backend-action",
  enableIPTargetType: "--feature-gates EnableIPTargetType",
  nlbHealthCheckAdvancedConfig: "--feature-gates NLBHealthCheckAdvancedConfig",
  serviceTypeLoadBalancerOnly: "--feature-gates ServiceTypeLoadBalancerOnly",
  enableTCPUDPListener: "--feature-gates EnableTCPUDPListener",
  albGatewayAPI: "--feature-gates ALBGatewayAPI",
  nlbGatewayAPI: "--feature-gates NLBGatewayAPI",
  gatewayListenerSet: "--feature-gates GatewayListenerSet",
};

/** A variable that the Deployment does not resolve itself: its value is in a Secret or a ConfigMap. */
const isOpen = (value: string): boolean => value.includes("$(");

/** What a manifest says before somebody edits it. */
const placeholder = "your-cluster-name";

/** `proven`: the version is one whose gates are all known. */
export function readArguments(args: readonly string[], proven: boolean): Read {
  const given = goFlags(args, booleans);
  const refused: RefusedArgument[] = [];
  const text = (flag: string): string | undefined => {
    const value = given.get(flag)?.at(-1);
    return value === undefined || isOpen(value) ? undefined : value;
  };
  const parsed = <T>(flag: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = text(flag);
    const read = value === undefined ? undefined : parse(value);
    if (value !== undefined && read === undefined) refused.push({ flag: `--${flag}`, value });
    return read;
  };
  const gates = featureGates(
    (given.get("feature-gates") ?? []).filter((value) => !isOpen(value)),
    proven,
  );
  const clusterName = text("cluster-name");
  const flags = {
    clusterName: clusterName === "" || clusterName === placeholder ? undefined : clusterName,
    ingressClass: text("ingress-class"),
    loadBalancerClass: text("load-balancer-class"),
    defaultTargetType: parsed("default-target-type", asTargetType),
    tolerateNonExistentBackendService: parsed("tolerate-non-existent-backend-service", parseBool),
    tolerateNonExistentBackendAction: parsed("tolerate-non-existent-backend-action", parseBool),
    ...Object.fromEntries(Object.entries(gateFlags).map(([gate, flag]) => [flag, gates.states.get(gate)])),
  } satisfies { readonly [F in ControllerFlag]?: ControllerFlags[F] | undefined };
  return {
    flags: Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)),
    watchNamespace: text("watch-namespace") ?? "",
    leaderElection: parsed("enable-leader-election", parseBool) ?? true,
    injectsGates: parsed("enable-pod-readiness-gate-inject", parseBool) ?? true,
    maxTargets: parsed("max-targets-per-target-group", parseInt32) ?? 0,
    callRate: callRate(text("aws-api-throttle")),
    refused: [...refused, ...gates.refused],
  };
}

const asTargetType = (value: string): "ip" | "instance" | undefined =>
  value === "ip" || value === "instance" ? value : undefined;
