/** What the use cases need of the outside, and what they give to it. */
import type { DecisionRecord } from "#model/admission/decision-record.ts";

export type Endpoint = "mutate" | "validate";

/** One answer to one POST, and what observers receive of it. */
export interface AdmissionOutcome {
  /** 200 for every review that could be read, 400 for a body that is no review. */
  readonly status: 200 | 400;
  /** JSON. */
  readonly text: string;
  /** True only if all of the text is ASCII; absent where nobody has looked. */
  readonly ascii?: boolean;
  readonly record: DecisionRecord;
}

/**
 * Synchronous: everything that a decision needs is in memory when the request arrives.
 * Whoever calls it has seen that the deadline leaves time to begin; how much a decision may cost is bounded by itself.
 */
export type AdmissionHandler = (endpoint: Endpoint, body: unknown) => AdmissionOutcome;

/** Handed to the failure handler when too little time is left to begin a decision. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

/** Handed to the failure handler with a review whose object was not read, because it is too large or too much arrives at once. */
export class BodyNotRead extends Error {
  override readonly name = "BodyNotRead";
  readonly reason: "body-too-large" | "overloaded";

  constructor(reason: BodyNotRead["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Gives the review that is answered, open or closed as configured, when the handler threw or must not be begun. Must not throw. */
export type AdmissionFailureHandler = (endpoint: Endpoint, body: unknown, error: Error) => AdmissionOutcome;
