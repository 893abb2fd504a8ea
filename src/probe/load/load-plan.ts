/** How much load a probe sends, for how long, and what it counts as a success. */
export interface LoadPlan {
  /** Requests a second, over all addresses. */
  readonly rate: number;
  readonly durationMs: number;
  /** Requests that are under way at one time; beyond it requests are left out and counted. */
  readonly mostInFlight: number;
  /** From the start of a request to its connection. A load balancer gives up on a target after 10 s, so a client should not do so sooner. */
  readonly connectTimeoutMs: number;
  /** From the start of a request to the end of its response. */
  readonly timeoutMs: number;
}

/** A probe is a measurement, not a load test; nobody can turn it into one by mistake. */
export const loadLimits = {
  rate: 200,
  durationSeconds: 3600,
  /** Recording alone sends nothing. */
  recordingSeconds: 24 * 3600,
  connections: 1000,
  addresses: 32,
} as const;

export const loadDefaults = { rate: 20, durationSeconds: 300, connections: 200, timeoutSeconds: 30 } as const;

/** One second more than the longest connect time-out of an Application Load Balancer would hide dead targets as client errors. */
export const connectTimeoutMs = 10_000;
