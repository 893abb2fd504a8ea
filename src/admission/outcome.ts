import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { isAscii, responseText } from "./admission-response.ts";
import type { CachedResponse } from "./build-response.ts";
import type { AdmissionOutcome, Endpoint } from "./ports.ts";

/** Everything that anybody gets to see of one decision: the response, and the record that log and metrics are made of. */
export const outcomeOf = (
  endpoint: Endpoint,
  request: AdmissionRequest,
  { tail, ascii, record }: CachedResponse,
): AdmissionOutcome => ({
  status: 200,
  text: responseText(request, tail),
  ascii: ascii && isAscii(request.uid),
  record: {
    uid: request.uid,
    webhook: endpoint,
    operation: request.operation,
    kind: request.kind.kind,
    namespace: request.namespace,
    name: nameOf(request),
    dryRun: request.dryRun,
    mode: record.mode,
    policy: record.policy,
    result: record.result,
    reason: record.reason,
    findings: record.findings,
    changes: record.changes,
    error: undefined,
  },
});

/** Pods of controllers are reviewed before they have a name. */
export function nameOf({ object, name }: Pick<AdmissionRequest, "object" | "name">): string {
  const { name: own, generateName } = objectAt(object, "metadata");
  return typeof own === "string" ? own : typeof generateName === "string" ? `${generateName}*` : name;
}
