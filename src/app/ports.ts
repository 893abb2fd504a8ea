/** What the use cases need of the outside, and what they give to it. */
import type { DecisionRecord } from "#model/decision-record.ts";

export type Endpoint = "mutate" | "validate";

/** One answer to one POST, and what everybody who watches is told of it. */
export interface AdmissionOutcome {
  /** 200 for every review that could be read, 400 for a body that is no review. */
  readonly status: 200 | 400;
  readonly body: unknown;
  readonly record: DecisionRecord;
}

/** Synchronous: everything that a decision needs is in memory when the request arrives. */
export type AdmissionHandler = (endpoint: Endpoint, body: unknown) => AdmissionOutcome;
