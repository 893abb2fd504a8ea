import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";

/** How far a roll-out is. */
export type RollOutState =
  | { readonly what: "done" }
  | { readonly what: "waiting"; readonly text: string }
  | { readonly what: "failed"; readonly text: string };

const waiting = (text: string): RollOutState => ({ what: "waiting", text });
const done: RollOutState = { what: "done" };

/** By the same fields that `kubectl rollout status` looks at (1.36), and those of an Argo Rollout (1.8). */
export function rollOutState(object: unknown): RollOutState {
  const kind = asText(at(object, "kind"));
  const number = (...path: readonly string[]): number => asInteger(at(object, ...path)) ?? 0;
  if (kind === "Rollout") return argoState(object);
  if (number("status", "observedGeneration") < number("metadata", "generation"))
    return waiting("the controller has not seen it yet");
  if (kind === "DaemonSet") {
    const desired = number("status", "desiredNumberScheduled");
    return counted(number("status", "updatedNumberScheduled"), desired, number("status", "numberAvailable"));
  }
  const replicas = asInteger(at(object, "spec", "replicas")) ?? 1;
  if (kind === "StatefulSet") {
    const kept = number("spec", "updateStrategy", "rollingUpdate", "partition");
    return counted(number("status", "updatedReplicas") + Math.min(kept, replicas), replicas, number("status", "readyReplicas"));
  }
  if (asList(at(object, "status", "conditions")).some((each) => at(each, "reason") === "ProgressDeadlineExceeded"))
    return { what: "failed", text: "it has exceeded its progress deadline" };
  const updated = number("status", "updatedReplicas");
  const old = number("status", "replicas") - updated;
  if (updated >= replicas && old > 0) return waiting(`${old} old Pods remain`);
  return counted(updated, replicas, number("status", "availableReplicas"));
}

function counted(updated: number, wanted: number, available: number): RollOutState {
  if (updated < wanted) return waiting(`${updated} of ${wanted} Pods are new`);
  return available < wanted ? waiting(`${available} of ${wanted} Pods are available`) : done;
}

/** Its controller evicts one Pod after the other, and notes the wish once it has come to the last. */
function argoState(object: unknown): RollOutState {
  if (asText(at(object, "status", "restartedAt")) !== asText(at(object, "spec", "restartAt")))
    return waiting("Pods are being replaced");
  const replicas = asInteger(at(object, "spec", "replicas")) ?? 1;
  return counted(replicas, replicas, asInteger(at(object, "status", "availableReplicas")) ?? 0);
}

/** Why a restart would not replace the Pods; undefined where it does. */
export function restartBlocker(object: unknown): string | undefined {
  if (at(object, "spec", "paused") === true) return "its roll-outs are paused: resume them first";
  if (at(object, "spec", "updateStrategy", "type") === "OnDelete")
    return "its update strategy is OnDelete: delete its Pods one by one";
  return undefined;
}
