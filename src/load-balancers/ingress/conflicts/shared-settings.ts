/**
 * Settings of the one load balancer that the members of an IngressGroup share. Where two members want different values, the controller
 * reports `conflicting …` and builds nothing for any of them (AWS Load Balancer Controller 3.5, `pkg/ingress/model_build_*.go`).
 * Certificates are no such setting: those of all members are used.
 */

/** In which way two values are the same. */
export type Comparison =
  | "text"
  /** Go's ParseBool. */
  | "boolean"
  /** A comma-separated list, in this order. */
  | "list"
  /** A comma-separated list in any order. */
  | "set"
  /** `key=value,…`, each key by itself. */
  | "map"
  /** A JSON list with one entry for each `port`, each by itself. */
  | "json-by-port";

export interface SharedSetting {
  /** Annotations under `alb.ingress.kubernetes.io/`; of several spellings the first that is there counts. */
  readonly annotations: readonly [string, ...string[]];
  readonly comparison: Comparison;
  /** Present: members only have to agree where they share a listener (of this protocol). */
  readonly listener?: "any" | "HTTPS";
  /** An empty value states nothing. */
  readonly emptyIsAbsent?: boolean;
  /** What the controller accepts, where it is a closed list. */
  readonly accepted?: readonly string[];
  /** Longest text that the controller accepts. */
  readonly longest?: number;
  readonly cidrs?: true;
  /** Only read where the group has a network load balancer in front, `enable-frontend-nlb`. */
  readonly frontendNlb?: true;
}

const schemes = ["internal", "internet-facing"] as const;

const frontendHealthCheck = [
  "port",
  "protocol",
  "path",
  "interval-seconds",
  "timeout-seconds",
  "healthy-threshold-count",
  "unhealthy-threshold-count",
  "success-codes",
] as const;

export const sharedSettings: readonly SharedSetting[] = [
  { annotations: ["scheme"], comparison: "text", accepted: schemes },
  { annotations: ["ip-address-type"], comparison: "text", accepted: ["ipv4", "dualstack", "dualstack-without-public-ipv4"] },
  { annotations: ["load-balancer-name"], comparison: "text", longest: 32 },
  { annotations: ["subnets"], comparison: "set" },
  { annotations: ["security-groups"], comparison: "list" },
  { annotations: ["manage-backend-security-group-rules"], comparison: "boolean" },
  { annotations: ["customer-owned-ipv4-pool"], comparison: "text" },
  { annotations: ["ipam-ipv4-pool-id"], comparison: "text", emptyIsAbsent: true },
  { annotations: ["minimum-load-balancer-capacity"], comparison: "map" },
  { annotations: ["tags"], comparison: "map" },
  { annotations: ["wafv2-acl-arn"], comparison: "text" },
  { annotations: ["wafv2-acl-name"], comparison: "text" },
  { annotations: ["waf-acl-id", "web-acl-id"], comparison: "text" },
  { annotations: ["shield-advanced-protection"], comparison: "boolean" },
  { annotations: ["inbound-cidrs"], comparison: "set", listener: "any", emptyIsAbsent: true, cidrs: true },
  { annotations: ["security-group-prefix-lists"], comparison: "set", listener: "any", emptyIsAbsent: true },
  { annotations: ["ssl-policy"], comparison: "text", listener: "HTTPS" },
  { annotations: ["mutual-authentication"], comparison: "json-by-port", listener: "HTTPS" },
  { annotations: ["enable-frontend-nlb"], comparison: "boolean" },
  { annotations: ["frontend-nlb-scheme"], comparison: "text", accepted: schemes, frontendNlb: true },
  { annotations: ["frontend-nlb-subnets"], comparison: "set", frontendNlb: true },
  { annotations: ["frontend-nlb-security-groups"], comparison: "list", frontendNlb: true },
  { annotations: ["frontend-nlb-listener-port-mapping"], comparison: "map", frontendNlb: true },
  ...frontendHealthCheck.map(
    (name): SharedSetting => ({ annotations: [`frontend-nlb-healthcheck-${name}`], comparison: "text", frontendNlb: true }),
  ),
];

/** `listener-attributes.HTTPS-443`, each key by itself. */
export const listenerAttributes = "listener-attributes";
