/** Why a request failed. The ids are part of the JSON report. */
export const causes = [
  "own-answer",
  "application-error",
  "no-target",
  "dead-target",
  "live-target-unreachable",
  "target-never-reachable",
  "dead-target-inferred",
  "closed-at-sigterm",
  "not-listening",
  "tls-handshake",
  "killed-at-grace-end",
  "exited-with-requests",
  "delay-elapsed",
  "keep-alive-race",
  "application-timeout",
  "crash",
  "idle-timeout",
  "client-left",
  "malformed-response",
  "unknown",
] as const;

export type Cause = (typeof causes)[number];

/** `sure`: documented, and no other reading fits. `likely`: a source is missing or a tolerance was used. `guess`: the log alone. */
export type Confidence = "sure" | "likely" | "guess";

export const confidences: readonly Confidence[] = ["sure", "likely", "guess"];

/** The weaker of two. */
export const weaker = (one: Confidence, other: Confidence): Confidence =>
  confidences.indexOf(one) > confidences.indexOf(other) ? one : other;
