/** What AWS itself says about target groups, as plain data: whoever decides from it neither requests it nor knows the time. */
import type { Seconds } from "#model/findings/seconds.ts";
import type { HealthCheck, LoadBalancerKind, TargetType } from "./target-group.ts";

/** A load balancer that sends requests to a target group. */
export interface AwsLoadBalancer {
  readonly arn: string;
  readonly kind: LoadBalancerKind;
  /** ALB `idle_timeout.timeout_seconds`, or `tcp.idle_timeout.seconds` of the NLB listener in front; undefined where it could not be read. */
  readonly idleTimeout: Seconds | undefined;
}

export interface AwsTargetGroup {
  readonly arn: string;
  readonly kind: LoadBalancerKind;
  readonly targetType: TargetType;
  /** As `DescribeTargetGroupAttributes` gives them, those at their default included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly healthCheck: HealthCheck | undefined;
  readonly loadBalancers: readonly AwsLoadBalancer[];
  /** Registered targets by state (`healthy`, `draining`, …); absent where they were not requested. */
  readonly targetStates?: Readonly<Record<string, number>> | undefined;
}

/** `age`: time since AWS said so; undefined for readers whose answers must not change with time, such as reports that are kept. */
export type AwsFact =
  | { readonly exists: true; readonly targetGroup: AwsTargetGroup; readonly age: Seconds | undefined }
  | { readonly exists: false; readonly age: Seconds | undefined };

/** Which value counts where Kubernetes objects require one and AWS reports another. */
export const awsPreferences = ["larger", "kubernetes", "aws"] as const;

export type AwsPreference = (typeof awsPreferences)[number];

/** The port through which a decision reads AWS's values. Answers come from memory, at once. */
export interface AwsFacts {
  readonly prefer: AwsPreference;
  /** Undefined where nothing is known about it. */
  targetGroup(arn: string): AwsFact | undefined;
  /** Another text whenever an answer may differ, so that a decision can be kept as long as it stays the same. */
  revision(): string;
}
