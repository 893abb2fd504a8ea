import { isJsonObject } from "#model/kubernetes/json.ts";
import type { TargetGroupBinding } from "#model/load-balancers/routing.ts";
import { asFlag, asIntegerOrText, asText, at } from "./lenient-json.ts";
import { type Identity, readMeta } from "./read-meta.ts";

/** Of the AWS Load Balancer Controller. */
export const readTargetGroupBinding = (raw: unknown): TargetGroupBinding | undefined =>
  read(raw, { apiVersion: "elbv2.k8s.aws/v1beta1", kind: "TargetGroupBinding" });

/** Of EKS Auto Mode. */
export const readEksTargetGroupBinding = (raw: unknown): TargetGroupBinding | undefined =>
  read(raw, { apiVersion: "eks.amazonaws.com/v1", kind: "TargetGroupBinding" });

function read(raw: unknown, identity: Identity): TargetGroupBinding | undefined {
  const meta = readMeta(raw, identity);
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    targetType: asText(at(spec, "targetType")),
    targetGroupArn: asText(at(spec, "targetGroupARN")),
    targetGroupName: asText(at(spec, "targetGroupName")),
    targetGroupProtocol: asText(at(spec, "targetGroupProtocol")),
    service: {
      name: asText(at(spec, "serviceRef", "name")) ?? "",
      port: asIntegerOrText(at(spec, "serviceRef", "port")) ?? 0,
    },
    hasNodeSelector: isJsonObject(at(spec, "nodeSelector")),
    multiCluster: asFlag(at(spec, "multiClusterTargetGroup")) ?? false,
  };
}
