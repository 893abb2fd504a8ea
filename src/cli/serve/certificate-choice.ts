import type { Timers } from "#clock/clock.ts";

/** Certificates that the replicas of one installation make and keep themselves. */
export interface SelfCertificatesChoice {
  readonly kind: "self";
  /** Where Secret and Lease are: the namespace that the webhook runs in. */
  readonly namespace: string;
  /** Of this replica, unlike that of every other one. */
  readonly identity: string;
  readonly clock: Timers;
  readonly pace: CertificatePace;
}

export interface CertificatePace {
  /** Between two looks at Secret and webhook configurations. */
  readonly lookMs: number;
  /** The same, while something is waited for. */
  readonly waitingMs: number;
  /** How long after a webhook configuration was stored every API server is taken to know it. */
  readonly propagationMs: number;
  /** After its holder is gone, the Lease is taken over at this age. */
  readonly leaseSeconds: number;
}

/** A minute is far more than the watch of an API server needs, and next to nothing of a certificate's life. */
export const defaultPace: CertificatePace = { lookMs: 10_000, waitingMs: 500, propagationMs: 60_000, leaseSeconds: 40 };
