import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import { asFlag, asInteger, asIntegerOrText, asList, asText, asTextMap, asTexts, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";

/** Fills in what the API server would: type ClusterIP, protocol TCP, a targetPort equal to the port. */
export function readService(raw: unknown): Service | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Service" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    type: asText(at(spec, "type")) ?? "ClusterIP",
    selector: asTextMap(at(spec, "selector")),
    ports: asList(at(spec, "ports")).flatMap(readPort),
    loadBalancerClass: asText(at(spec, "loadBalancerClass")),
    externalTrafficPolicy: asText(at(spec, "externalTrafficPolicy")),
    healthCheckNodePort: nonZero(asInteger(at(spec, "healthCheckNodePort"))),
    allocatesNodePorts: asFlag(at(spec, "allocateLoadBalancerNodePorts")) ?? true,
    publishNotReadyAddresses: asFlag(at(spec, "publishNotReadyAddresses")) ?? false,
    finalizers: asTexts(at(raw, "metadata", "finalizers")),
  };
}

function readPort(raw: unknown): ServicePort[] {
  const port = asInteger(at(raw, "port"));
  if (port === undefined) return [];
  const targetPort = asIntegerOrText(at(raw, "targetPort"));
  return [
    {
      name: asText(at(raw, "name")) ?? "",
      port,
      protocol: asText(at(raw, "protocol")) ?? "TCP",
      targetPort: targetPort === undefined || targetPort === 0 || targetPort === "" ? port : targetPort,
      nodePort: nonZero(asInteger(at(raw, "nodePort"))),
    },
  ];
}

const nonZero = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);
