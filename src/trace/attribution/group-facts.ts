/** What is known about a target group from manifests, a cluster or flags. Durations are milliseconds. */
export interface GroupFacts {
  /** I. 60 s is the AWS default. */
  readonly idleTimeoutMs: number;
  readonly idleTimeoutFrom: "stated" | "default" | "inferred";
  /** D. */
  readonly delayMs: number | undefined;
  /** K. */
  readonly keepAliveMs: number | undefined;
  /** A. */
  readonly shutdownMs: number;
  /** L as the policy assumes it. */
  readonly propagationMs: number;
  /** S and G of the Pods, where no event says them. */
  readonly preStopMs: number | undefined;
  readonly graceMs: number | undefined;
  /** Targets are nodes: which Pod a request reached is not known. */
  readonly instanceTargets: boolean;
  /** The load balancer speaks TLS with its targets. */
  readonly tlsTargets: boolean;
}

export const defaultGroupFacts: GroupFacts = {
  idleTimeoutMs: 60_000,
  idleTimeoutFrom: "default",
  delayMs: undefined,
  keepAliveMs: undefined,
  shutdownMs: 5000,
  propagationMs: 20_000,
  preStopMs: undefined,
  graceMs: undefined,
  instanceTargets: false,
  tlsTargets: false,
};
