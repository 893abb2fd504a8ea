import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Finding } from "#model/findings/finding.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import { keys } from "#model/settings/keys.ts";
import { isMode, type Mode, modes } from "#model/settings/mode.ts";
import type { Settings } from "#model/settings/settings.ts";
import { ownKeyProblemsOf } from "./own-keys.ts";

export type Scope =
  | { readonly in: true; readonly mode: Exclude<Mode, "off">; readonly policy: string; readonly findings: readonly Finding[] }
  | { readonly in: false; readonly reason: "namespace-unknown" | "namespace-not-in-scope" | "namespace-excluded" | "mode-off" };

type ScopeSettings = Pick<Settings, "scope" | "defaultMode" | "defaultPolicy" | "excludedNamespaces" | "policies">;

/**
 * | namespace is excluded | label `outlive.dev/mode` | scope: opt-in  | scope: cluster |
 * |-----------------------|--------------------------|----------------|----------------|
 * | yes                   | any                      | out            | out            |
 * | no                    | absent                   | out            | default mode   |
 * | no                    | enforce, warn, audit     | that mode      | that mode      |
 * | no                    | off                      | out            | out            |
 * | no                    | anything else            | audit, with a finding           |
 */
export function scopeOf(namespace: string, view: ClusterView, settings: ScopeSettings): Scope {
  if (settings.excludedNamespaces.includes(namespace)) return { in: false, reason: "namespace-excluded" };
  const found = view.get("Namespace", "", namespace);
  if (found === undefined) return { in: false, reason: "namespace-unknown" };
  const { labels } = found.meta;
  const label = labels[keys.mode];
  if (label === undefined && settings.scope === "opt-in") return { in: false, reason: "namespace-not-in-scope" };
  const mode = label === undefined ? settings.defaultMode : isMode(label) ? label : misspelt;
  if (mode === "off") return { in: false, reason: "mode-off" };
  const policy = labels[keys.policy] ?? settings.defaultPolicy;
  const known = settings.policies.some(({ name }) => name === policy);
  const findings = [
    ...(label !== undefined && !isMode(label) ? [unknown(namespace, "mode-unknown", keys.mode, label, modes.join(", "))] : []),
    ...(known
      ? []
      : [unknown(namespace, "policy-unknown", keys.policy, policy, settings.policies.map(({ name }) => name).join(", "))]),
    ...ownKeyProblemsOf(found.meta, "namespace").map(findingOfProblem),
  ];
  return { in: true, mode, policy: known ? policy : settings.defaultPolicy, findings };
}

/** A typing error must not change Pods, and must not go unnoticed. */
const misspelt: Mode = "audit";

const unknown = (
  namespace: string,
  rule: "mode-unknown" | "policy-unknown",
  path: string,
  value: string,
  accepted: string,
): Finding => ({
  rule,
  severity: "warning",
  subject: { apiVersion: "v1", kind: "Namespace", name: namespace },
  path,
  actual: undefined,
  required: undefined,
  because: [],
  details: { value, accepted },
});
