import type { Problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Source, Sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { DelaySetting } from "./delay-setting.ts";

export type LoadBalancerKind = "alb" | "nlb" | "unknown";

/** `ip`: the Pod itself is the target. `instance`: its node is, and the Pod's termination deregisters nothing. */
export type TargetType = "ip" | "instance" | "unknown";

export interface HealthCheck {
  readonly protocol: string;
  /** `traffic-port` or a port number, as text. */
  readonly port: string;
  readonly path: string | null;
  readonly matcher: string | null;
  readonly interval: Seconds;
  readonly timeout: Seconds;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** One AWS target group that Pods of a Service are (or will be) registered in. */
export interface TargetGroup {
  readonly loadBalancer: LoadBalancerKind;
  /** The Ingress, Service, Gateway or user-made TargetGroupBinding that the target group follows from. */
  readonly origin: ObjectRef;
  /** Name of the TargetGroupBinding, which is the suffix of the readiness gate; undefined when it is not known yet. */
  readonly binding: string | undefined;
  /** `spec.targetGroupARN` of the binding, by which AWS knows the target group; absent without a binding that names it. */
  readonly arn?: string | undefined;
  /** API group of the binding: decides the prefix of the readiness gate. */
  readonly bindingGroup: "elbv2.k8s.aws" | "eks.amazonaws.com" | undefined;
  readonly namespace: string;
  readonly service: string;
  /** As the route writes it: a number or the name of a Service port. */
  readonly port: string | number;
  readonly targetType: TargetType;
  /** Attributes that Kubernetes objects require; keys that nobody sets are absent. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `deregistration_delay.timeout_seconds` in effect as far as Kubernetes can tell; 300 by AWS default. */
  readonly deregistrationDelay: Sourced<Seconds>;
  readonly delaySetting: DelaySetting;
  /** The next delay, from `outlive.dev/next-deregistration-delay`. */
  readonly nextDeregistrationDelay: Sourced<Seconds> | undefined;
  readonly healthCheck: HealthCheck | undefined;
  /** Absent where `origin` describes the health check. */
  readonly healthCheckSource?: Source | undefined;
  /** ALB `idle_timeout.timeout_seconds` (default 60) or NLB listener `tcp.idle_timeout.seconds` (default 350). */
  readonly idleTimeout: Sourced<Seconds> | undefined;
  /** False where no listener rule leads to it: its targets stay `unused` and their gate never becomes true. */
  readonly usedByListener: boolean;
  /** Targets by the state in which AWS reports them (`healthy`, `draining`, …); absent where AWS was not asked. */
  readonly targetStates?: Readonly<Record<string, number>> | undefined;
  readonly problems: readonly Problem[];
}
