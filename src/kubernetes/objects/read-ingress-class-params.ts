import { isJsonObject } from "#model/kubernetes/json.ts";
import type { Attribute, IngressClassParams } from "#model/load-balancers/routing.ts";
import { asList, asText, asTexts, at } from "./lenient-json.ts";
import { readLabelSelector } from "./read-label-selector.ts";
import { type Identity, readMeta } from "./read-meta.ts";

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
  };
}

function readAttribute(raw: unknown): Attribute[] {
  const key = asText(at(raw, "key"));
  return key === undefined ? [] : [{ key, value: asText(at(raw, "value")) ?? "" }];
}

const notEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
