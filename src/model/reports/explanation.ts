import type { SkipReason } from "#model/admission/decision.ts";
import type { Amount, Finding } from "#model/findings/finding.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { NodeGroup } from "#model/nodes/node-group.ts";
import type { Mode } from "#model/settings/mode.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import type { Rollout } from "#model/workloads/workload.ts";
import type { GateState } from "#model/workloads/workload-facts.ts";
import type { ControllerSummary } from "./controller-summary.ts";

/** What the end of one Pod is made of. */
export interface PodTimes {
  /** The shortest sleep over the containers that count; undefined where one of them does not wait. */
  readonly preStop: Seconds | undefined;
  /**
   * Absent where `preStop` is all that is waited for. `at-least`: something else follows it. `unknown`: what the hook does takes a
   * time that nobody knows, up to the grace period; `preStop` is then undefined.
   */
  readonly extent?: "at-least" | "unknown";
  /** 30 where the object does not say it, as the API server fills in. */
  readonly gracePeriod: Seconds;
}

/** Everything there is to say about how Pods of one workload end: what is, what should be, and why. */
export interface Explanation {
  readonly subject: ObjectRef;
  readonly policy: string;
  readonly mode: Mode;
  /** Why the webhook leaves the namespace out; undefined where it does not. */
  readonly outOfScope?: "namespace-unknown" | "namespace-not-in-scope" | "namespace-excluded" | "mode-off" | undefined;
  /** Why enforce mode would not touch the Pods at all, whatever the findings; undefined where it would look at them. */
  readonly skipped: { readonly reason: SkipReason; readonly detail: string | undefined } | undefined;
  /** How its Pods are replaced, with the fewest that there can be; undefined for a Pod. */
  readonly rollout: Rollout | undefined;
  readonly targetGroups: readonly TargetGroup[];
  /** What stops new requests, once for each target group whose targets are nodes. */
  readonly stoppedBy: readonly ("kube-proxy" | "health-check")[];
  readonly current: PodTimes;
  /** What enforce mode leaves the Pod with. */
  readonly required: PodTimes;
  /** One set of values for the workload and its routes; undefined where no value has to change. */
  readonly remedy: Remedy | undefined;
  readonly shutdown: Amount;
  /** How long new requests still arrive, by the slowest way in; undefined where nothing is known to lead to the Pods. */
  readonly propagation: Amount | undefined;
  /** Undefined where nobody states it: the rules about it are then not evaluated. */
  readonly requestTimeout: Amount | undefined;
  readonly keepAlive: Amount | undefined;
  /** Condition types that the AWS Load Balancer Controller gives such a Pod in a namespace labelled for it. */
  readonly readinessGates: readonly string[];
  readonly controller: ControllerSummary;
  /** Groups of nodes that the Pods may run on; empty where nothing is known of the nodes. */
  readonly nodes: readonly NodeGroup[];
  /** Gates that the Pods carry or would get, each with why it cannot become true, if it cannot. */
  readonly gates: readonly GateState[];
  /** What does not hold in the objects as they are, the routes in front included. */
  readonly findings: readonly Finding[];
  /** Those that somebody decided to live with; they are not among `findings`. */
  readonly ignored: readonly IgnoredFinding[];
  /** What enforce mode would not fix. */
  readonly remaining: readonly Finding[];
}
