import type { Mode } from "#model/settings/mode.ts";
import type { Step } from "#model/workloads/plan.ts";

/** One change of a plan, for people (`text`) and for counting (`setting`). The note that we leave on the object is not counted. */
export interface RecordedChange {
  readonly setting: Exclude<Step["set"], "record">;
  /** As `printStep` says it: `container app: preStop sleep 40 s`. */
  readonly text: string;
}

/** What the log line and the metrics of one decision are made of. Holds no part of the object's body. */
export interface DecisionRecord {
  readonly uid: string;
  readonly webhook: "mutate" | "validate";
  readonly operation: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
  readonly mode: Mode | "none";
  readonly policy: string;
  /** What the client saw. `failed-open` and `failed-closed` stand for facts that were not there or an error of ours. */
  readonly result:
    | "allowed"
    | "patched"
    | "warned"
    | "denied"
    | "recorded"
    | "skipped"
    | "failed-open"
    | "failed-closed"
    | "malformed";
  /** Code of why it was skipped, failed or refused; empty where the result says it all. */
  readonly reason: string;
  /** Rule or problem ids with their severities, one entry a finding. */
  readonly findings: readonly { readonly id: string; readonly severity: "error" | "warning" }[];
  /** The changes that were made, or in audit mode would have been. */
  readonly changes: readonly RecordedChange[];
  readonly error: string | undefined;
}
