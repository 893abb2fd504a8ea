import { asInteger, asList, asText, asTexts, at } from "#kubernetes/objects/lenient-json.ts";
import { readLabelSelector } from "#kubernetes/objects/read-label-selector.ts";
import { type Identity, readMeta } from "#kubernetes/objects/read-meta.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { Attribute, ClassSetting, IngressClassParams } from "#model/load-balancers/routing.ts";

/** Of the AWS Load Balancer Controller. */
export const readIngressClassParams = (raw: unknown): IngressClassParams | undefined =>
  read(raw, { apiVersion: "elbv2.k8s.aws/v1beta1", kind: "IngressClassParams" });

/** Of EKS Auto Mode, which spells `certificateARNs` otherwise and has no `targetType`. */
export const readEksIngressClassParams = (raw: unknown): IngressClassParams | undefined =>
  read(raw, { apiVersion: "eks.amazonaws.com/v1", kind: "IngressClassParams" });

function read(raw: unknown, identity: Identity): IngressClassParams | undefined {
  const meta = readMeta(raw, identity);
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  const group = at(spec, "group");
  return {
    meta: { ...meta, namespace: "" },
    namespaceSelector: readLabelSelector(at(spec, "namespaceSelector")),
    groupName: isJsonObject(group) ? (asText(at(group, "name")) ?? "") : undefined,
    targetType: notEmpty(asText(at(spec, "targetType"))),
    loadBalancerAttributes: asList(at(spec, "loadBalancerAttributes")).flatMap(readAttribute),
    sslRedirectPort: notEmpty(asText(at(spec, "sslRedirectPort"))),
    hasCertificates: [...asTexts(at(spec, "certificateArn")), ...asTexts(at(spec, "certificateARNs"))].length > 0,
    settings: readSettings(spec),
  };
}

/** Names of fields of `elbv2.k8s.aws/v1beta1` (AWS Load Balancer Controller 3.5). */
function readSettings(spec: unknown): IngressClassParams["settings"] {
  const capacity = asInteger(at(spec, "minimumLoadBalancerCapacity", "capacityUnits"));
  const subnets = at(spec, "subnets");
  const prefixLists = asTexts(at(spec, "prefixListsIDs"));
  const stated: Readonly<Record<ClassSetting, string | undefined>> = {
    scheme: asText(at(spec, "scheme")),
    "ip-address-type": asText(at(spec, "ipAddressType")),
    subnets: isJsonObject(subnets) ? JSON.stringify(subnets) : undefined,
    "inbound-cidrs": asTexts(at(spec, "inboundCIDRs")).join(","),
    "load-balancer-name": asText(at(spec, "loadBalancerName")),
    // The second is an earlier name, which the controller reads where the first is absent.
    "security-group-prefix-lists": (prefixLists.length > 0 ? prefixLists : asTexts(at(spec, "PrefixListsIDs"))).join(","),
    "ssl-policy": asText(at(spec, "sslPolicy")),
    tags: asList(at(spec, "tags"))
      .flatMap(readAttribute)
      .map(({ key, value }) => `${escaped(key)}=${escaped(value)}`)
      .join(","),
    "minimum-load-balancer-capacity": capacity === undefined ? undefined : `CapacityUnits=${capacity}`,
    "ipam-ipv4-pool-id": asText(at(spec, "ipamConfiguration", "ipv4IPAMPoolId")),
    "wafv2-acl-arn": asText(at(spec, "wafv2AclArn")),
    "wafv2-acl-name": asText(at(spec, "wafv2AclName")),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, text]) => (text ?? "") !== ""));
}

/** A comma would end the pair of a `key=value,…` text. */
const escaped = (text: string): string => text.replace(/[\\,=]/g, "\\$&");

function readAttribute(raw: unknown): Attribute[] {
  const key = asText(at(raw, "key"));
  return key === undefined ? [] : [{ key, value: asText(at(raw, "value")) ?? "" }];
}

const notEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
