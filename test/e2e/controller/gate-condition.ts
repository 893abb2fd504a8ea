import type { TargetHealth } from "../alb/target-health.ts";
import type { PodCondition } from "./watched.ts";

/** The readiness gate of a TargetGroupBinding of the AWS Load Balancer Controller. */
export const gateOf = (binding: string): string => `target-health.elbv2.k8s.aws/${binding}`;

/**
 * The condition that stands for the health of a Pod's target (AWS Load Balancer Controller 3.5, resource_manager.go,
 * calculateReadinessGateTransition): only `healthy` is True, no information is Unknown.
 */
export function gateCondition(gate: string, health: TargetHealth | undefined): PodCondition {
  if (health === undefined) return { type: gate, status: "Unknown", reason: "", message: "" };
  if (health.State === "healthy") return { type: gate, status: "True", reason: "", message: "" };
  return { type: gate, status: "False", reason: health.Reason, message: health.Description };
}

/** What Pods that exist are told when their binding goes. */
export const deletedCondition = (gate: string): PodCondition => ({
  type: gate,
  status: "True",
  reason: "TargetGroupBindingDeleted",
  message: "Target Group Binding is deleted",
});

export const sameCondition = (a: PodCondition | undefined, b: PodCondition): boolean =>
  a !== undefined && a.status === b.status && a.reason === b.reason && a.message === b.message;
