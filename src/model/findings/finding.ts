import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import type { ProblemId } from "./problem.ts";
import type { Seconds } from "./seconds.ts";
import type { Sourced } from "./sourced.ts";

export const ruleIds = [
  "deregistration-delay-unset",
  "grace-outlives-prestop",
  "shutdown-fits-grace",
  "prestop-outlives-deregistration",
  "grace-within-deregistration",
  "prestop-covers-propagation",
  "prestop-covers-requests",
  "deregistration-outlives-request",
  "request-outlives-idle",
  "keepalive-outlives-idle",
  "request-timeout-known",
  "deregistration-delay-valid",
  "readiness-gate-present",
  "no-publish-not-ready-addresses",
  "fits-node-shutdown",
  "replicas-at-least-two",
  "readiness-probe-present",
  "disruption-budget-allows-drain",
  "rollout-keeps-capacity",
  "traffic-policy-local",
  "switch-covers-propagation",
  "switch-keeps-targets",
] as const;

export type RuleId = (typeof ruleIds)[number];

/** `error`: requests are lost. `warning`: they may be. */
export type Severity = "error" | "warning";

/** One of the durations that an ordering compares, by the name it has in docs and messages. */
export type AmountName =
  | "preStop"
  | "gracePeriod"
  | "shutdown"
  | "deregistrationDelay"
  | "nextDeregistrationDelay"
  | "propagation"
  | "requestTimeout"
  | "keepAlive"
  | "idleTimeout"
  | "nodeShutdown"
  | "scaleDownDelay"
  | "abortScaleDownDelay"
  | "ceiling";

export interface Amount extends Sourced<Seconds> {
  readonly name: AmountName;
  /** The value is a lower bound: it may take longer. */
  readonly atLeast?: true;
}

/** A rule that does not hold, before a policy says how bad that is. */
export interface Breach {
  readonly rule: RuleId;
  /** The object whose value would have to change. */
  readonly subject: ObjectRef;
  /** Dotted path or annotation key in `subject`. */
  readonly path: string;
  /** What is there; undefined where nothing is, or where the rule is not about a time. */
  readonly actual: Seconds | undefined;
  /** The smallest value that satisfies the rule with its margin; undefined where the rule is not about a time. */
  readonly required: Seconds | undefined;
  readonly because: readonly Amount[];
  /** What the text needs besides the amounts. */
  readonly details: Readonly<Record<string, string>>;
}

/** A broken rule, or a problem of a route, with its severity. Its text is made in report/. */
export interface Finding extends Omit<Breach, "rule"> {
  readonly rule: RuleId | ProblemId | OverrideProblemId;
  readonly severity: Severity;
  /** What makes every ordering of the workload hold together; on findings that values can fix, once they were worked out. */
  readonly remedy?: Remedy;
}

/** Findings about Outlive's own labels and annotations, and about what it skips. */
export type OverrideProblemId =
  | "override-invalid"
  | "policy-unknown"
  | "mode-unknown"
  | "skip-without-reason"
  | "ignore-invalid"
  | "container-unknown"
  | "value-not-text"
  | "custom-prestop-hook"
  | "hook-continues"
  | "sleep-program-missing"
  | "injected-sleep-restored"
  | "injected-value-lowered"
  | "prestop-over-ceiling"
  | "attribute-removed"
  | "restart-needed"
  | "restart-may-be-needed"
  | "more-findings";
