import { patchedParts } from "#injection/json-patch.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { Subject } from "./subject.ts";

/**
 * A Pod's own labels and annotations are those of its template, its annotations stand among the patched parts as received, and no
 * decision looks at its uid. Only a Deployment has a program.
 */
type Implied = "uid" | "labels" | "annotations" | "podAnnotations" | "podPath" | "program";

/**
 * Everything of a Pod's review that its decision and its patch are made from. A field that is added to `Workload` does not compile
 * here until it is part of the key or listed as implied.
 */
export function podKey(operation: string, { pod, mirror }: Subject & { readonly kind: "pod" }, object: JsonObject): string {
  const { ref, podLabels, podSpec, controller, rollout } = pod;
  const read = { ref, podLabels, podSpec, controller, rollout } satisfies Omit<Workload, Implied>;
  return JSON.stringify([operation, mirror, read, patchedParts(object, pod.podPath)]);
}
