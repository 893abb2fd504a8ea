import type { RuleId, Severity } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";

/** How long new requests can still arrive after termination began, for one way of being reached. */
export interface Propagation {
  /** Below this a sleep is reported. */
  readonly minimum: Seconds;
  /** What is set where Outlive chooses. */
  readonly chosen: Seconds;
  /** Present where the values were measured in the user's own logs. */
  readonly measured?: Measured | undefined;
}

/** Where measured values come from: a day, and how many ends of targets were seen. */
export interface Measured {
  readonly on: string;
  readonly ends: number;
}

/**
 * What a target group's deregistration delay is taken for where nobody set one and AWS uses 300 s.
 * `propagation`: a value that nobody chose, so that no sleep is sized for it; `aws-default`: a value like any other.
 */
export const unsetDelays = ["propagation", "aws-default"] as const;
export type UnsetDelay = (typeof unsetDelays)[number];

/** For which target groups a sleep must cover requests in flight: all of them, or those whose delay nobody set. */
export type RequestCoverage = "all" | "unset-delays";

/** The numbers of a policy; sources of the defaults are in docs/policies.md. */
export interface PolicyParameters {
  /** Added to the longest deregistration delay when a sleep is chosen. */
  readonly preStopMargin: Seconds;
  /** Added to sleep and shutdown when a grace period is chosen. */
  readonly graceMargin: Seconds;
  /** What an application is taken to need after SIGTERM where no `outlive.dev/shutdown` says it. */
  readonly shutdown: Seconds;
  readonly propagation: {
    readonly albIp: Propagation;
    /** On top of the target group's health-check interval × unhealthy threshold. */
    readonly instance: Propagation;
    readonly nlbIp: Propagation;
    /** A Service with no load balancer in front of it that is known. */
    readonly service: Propagation;
  };
  readonly unsetDelay: UnsetDelay;
  /** Part of what a policy is; a configuration file cannot change it. */
  readonly requestCoverage: RequestCoverage;
  /** The deregistration delay that is suggested where none is set and no longest request is known. */
  readonly suggestedDelay: Seconds;
  /** A sleep longer than this is never injected; the conflict is reported instead. */
  readonly ceiling: Seconds;
  /** How long a node that shuts down waits for ordinary Pods. */
  readonly nodeShutdown: Seconds;
}

/** A policy is data: which rules are evaluated, how bad each breach is, and with what numbers. */
export interface Policy {
  readonly name: string;
  readonly rules: Readonly<Partial<Record<RuleId, Severity>>>;
  readonly parameters: PolicyParameters;
}
