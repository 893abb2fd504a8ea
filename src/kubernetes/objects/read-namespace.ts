import type { Namespace } from "#model/load-balancers/routing.ts";
import { readMeta } from "./read-meta.ts";

export function readNamespace(raw: unknown): Namespace | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Namespace" });
  return meta && { meta: { ...meta, namespace: "" } };
}
