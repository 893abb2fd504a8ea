import type { AdmissionOutcome, Endpoint } from "#admission/ports.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";

export const record = (changed: Partial<DecisionRecord> = {}): DecisionRecord => ({
  uid: "u-1",
  webhook: "mutate",
  operation: "CREATE",
  kind: "Pod",
  namespace: "web",
  name: "shop",
  dryRun: false,
  mode: "enforce",
  policy: "pod-outlives-target",
  result: "allowed",
  reason: "",
  findings: [],
  changes: [],
  error: undefined,
  ...changed,
});

/** A review that carries `seen` back, so that a test sees what the handler was given. */
export const outcome = (webhook: Endpoint, seen: unknown, changed: Partial<DecisionRecord> = {}): AdmissionOutcome => ({
  status: 200,
  text: JSON.stringify({ kind: "AdmissionReview", response: { uid: "u-1", allowed: true }, seen }),
  record: record({ webhook, ...changed }),
});
