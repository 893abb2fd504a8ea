/** The gate for the `web` metric of Argo Rollouts: a status outside 2xx is an error, which is measured again, and no failure. */
import { findingJson } from "#wording/finding-json.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import type { Release } from "./release.ts";

const path = /^\/gate\/v1\/namespaces\/([a-z0-9-]{1,63})\/(rollouts|deployments)\/([a-z0-9.-]{1,253})$/;

/** Undefined for any other path. */
export function releaseOfPath(text: string): Release | undefined {
  const found = path.exec(text);
  if (found === null) return undefined;
  const [, namespace = "", plural, name = ""] = found;
  return { kind: plural === "rollouts" ? "Rollout" : "Deployment", namespace, name };
}

/** Argo Rollouts keeps the whole response in the AnalysisRun. */
const mostFindings = 20;

export interface ArgoGateResponse {
  readonly status: 200 | 503;
  readonly body: {
    readonly ok: boolean;
    readonly outcome: string;
    readonly message: string;
    readonly findings: readonly object[];
  };
}

export const argoGateResponse = ({ ok, outcome, line, findings }: GateVerdict): ArgoGateResponse => ({
  status: outcome === "not-synced" ? 503 : 200,
  body: { ok, outcome, message: line, findings: findings.slice(0, mostFindings).map(findingJson) },
});
