/** The objects that targets follow from, as far as they matter to that. */
import { asFlag, asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";

export interface Endpoint {
  readonly ip: string;
  readonly pod: string | undefined;
  readonly node: string | undefined;
  /** Undefined where the slice does not say, which counts as ready. */
  readonly ready: boolean | undefined;
  readonly terminating: boolean;
}

export interface Slice {
  readonly namespace: string;
  readonly service: string;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  readonly endpoints: readonly Endpoint[];
}

export interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export interface WatchedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly ip: string | undefined;
  readonly gates: readonly string[];
  readonly conditions: readonly PodCondition[];
}

export interface WatchedNode {
  readonly name: string;
  /** Status of the condition Ready: True, False or Unknown. */
  readonly ready: string;
  /** Its InternalIP. */
  readonly address: string | undefined;
}

export function readSlice(raw: unknown): Slice {
  return {
    namespace: asText(at(raw, "metadata", "namespace")) ?? "",
    service: asText(at(raw, "metadata", "labels", "kubernetes.io/service-name")) ?? "",
    ports: asList(at(raw, "ports")).map((port) => ({
      name: asText(at(port, "name")) ?? "",
      port: asInteger(at(port, "port")) ?? 0,
    })),
    endpoints: asList(at(raw, "endpoints")).map((endpoint) => ({
      ip: asText(asList(at(endpoint, "addresses"))[0]) ?? "",
      pod: at(endpoint, "targetRef", "kind") === "Pod" ? asText(at(endpoint, "targetRef", "name")) : undefined,
      node: asText(at(endpoint, "nodeName")),
      ready: asFlag(at(endpoint, "conditions", "ready")),
      terminating: asFlag(at(endpoint, "conditions", "terminating")) ?? false,
    })),
  };
}

export function readPod(raw: unknown): WatchedPod {
  return {
    namespace: asText(at(raw, "metadata", "namespace")) ?? "",
    name: asText(at(raw, "metadata", "name")) ?? "",
    uid: asText(at(raw, "metadata", "uid")) ?? "",
    ip: asText(at(raw, "status", "podIP")),
    gates: asList(at(raw, "spec", "readinessGates")).map((gate) => asText(at(gate, "conditionType")) ?? ""),
    conditions: asList(at(raw, "status", "conditions")).map(readCondition),
  };
}

export function readNode(raw: unknown): WatchedNode {
  const addresses = asList(at(raw, "status", "addresses"));
  const conditions = asList(at(raw, "status", "conditions")).map(readCondition);
  return {
    name: asText(at(raw, "metadata", "name")) ?? "",
    ready: conditions.find(({ type }) => type === "Ready")?.status ?? "Unknown",
    address: addresses.flatMap((each) => (at(each, "type") === "InternalIP" ? (asText(at(each, "address")) ?? []) : []))[0],
  };
}

const readCondition = (raw: unknown): PodCondition => ({
  type: asText(at(raw, "type")) ?? "",
  status: asText(at(raw, "status")) ?? "",
  reason: asText(at(raw, "reason")) ?? "",
  message: asText(at(raw, "message")) ?? "",
});

export const isTrue = ({ conditions }: WatchedPod, type: string): boolean =>
  conditions.some((condition) => condition.type === type && condition.status === "True");
