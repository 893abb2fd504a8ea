import type { PodAutoscaler } from "#model/workloads/pod-autoscaler.ts";
import { asInteger, asText, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";

/** The parts that are read are the same in autoscaling/v1 and v2. */
export function readPodAutoscaler(raw: unknown): PodAutoscaler | undefined {
  const meta = readMeta(raw, { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  const target = at(spec, "scaleTargetRef");
  return {
    meta,
    target: { kind: asText(at(target, "kind")) ?? "", name: asText(at(target, "name")) ?? "" },
    minReplicas: asInteger(at(spec, "minReplicas")) ?? 1,
  };
}
