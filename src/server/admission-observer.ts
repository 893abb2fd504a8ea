import type { Endpoint } from "#admission/ports.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";

/** Why something was turned away before a decision: the size of a body, what all bodies hold, connections, and who sent it. */
export type Rejection = "body-too-large" | "overloaded" | "connection-limit" | "client-not-authenticated";

/** Called for everything that happens at the admission routes; the log and the metrics are two of them. */
export interface AdmissionObserver {
  /** `durationMs` runs from the arrival of the request, read or not, to the answer being handed to the socket. */
  decided(record: DecisionRecord, durationMs: number): void;
  /** The answer went out when the API server had stopped waiting. */
  late(endpoint: Endpoint, overdueMs: number): void;
  /** The handler threw or could not be begun; what was answered instead follows as `decided`. */
  failed(endpoint: Endpoint, error: Error): void;
  /** The response was an HTTP error, and no handler was called. */
  refused(status: number, message: string): void;
  /** A limit was reached; what was answered, if anything was, comes separately. */
  rejected(rejection: Rejection): void;
}

/** Tells several observers in order. */
export const allObservers = (observers: readonly AdmissionObserver[]): AdmissionObserver => ({
  decided: (record, durationMs) => {
    for (const observer of observers) observer.decided(record, durationMs);
  },
  late: (endpoint, overdueMs) => {
    for (const observer of observers) observer.late(endpoint, overdueMs);
  },
  failed: (endpoint, error) => {
    for (const observer of observers) observer.failed(endpoint, error);
  },
  refused: (status, message) => {
    for (const observer of observers) observer.refused(status, message);
  },
  rejected: (rejection) => {
    for (const observer of observers) observer.rejected(rejection);
  },
});
