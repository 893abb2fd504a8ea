import { at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { ListenerSet } from "#model/load-balancers/gateway.ts";
import { readListeners } from "./read-listeners.ts";
import { readParentRef } from "./read-parent-ref.ts";

export function readListenerSet(raw: unknown): ListenerSet | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.networking.k8s.io/v1", kind: "ListenerSet" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    parent: readParentRef(at(spec, "parentRef"), meta.namespace, "spec.parentRef"),
    listeners: readListeners(spec),
  };
}
