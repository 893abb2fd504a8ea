import type { Canary } from "#model/gates/canary.ts";
import { asText, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";
import { custom, type WatchedKind } from "./watched-kind.ts";

/** `spec.targetRef` of Flagger 1.x; a kind that is not stated is a Deployment, as in its schema. */
export function readCanary(raw: unknown): Canary | undefined {
  const meta = readMeta(raw, { apiVersion: "flagger.app/v1beta1", kind: "Canary" });
  if (meta === undefined) return undefined;
  const target = at(raw, "spec", "targetRef");
  return {
    meta: { namespace: meta.namespace, name: meta.name },
    target: { kind: asText(at(target, "kind")) ?? "Deployment", name: asText(at(target, "name")) ?? "" },
  };
}

/** Watched only where the gates are enabled, so that no role has to allow it otherwise. */
export const canaryKind: WatchedKind<Canary> = {
  ...custom,
  kind: "Canary",
  group: "flagger.app",
  versions: ["v1beta1"],
  plural: "canaries",
  read: readCanary,
  purpose: "which workload a Canary of Flagger releases, for the gates",
};
