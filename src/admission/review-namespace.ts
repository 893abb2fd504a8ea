import type { DecisionContext } from "#assessment/context.ts";
import { skip } from "#assessment/skip.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import type { Decision } from "#model/admission/decision.ts";
import type { Namespace } from "#model/load-balancers/routing.ts";
import { scopeOf } from "#workloads/scope.ts";

/**
 * A Namespace as it will be: admitted, with a warning for each label that does not do what its writer may think. In the mode `warn`
 * whatever its own mode is, because nothing else reports a misspelt mode.
 */
export function reviewNamespace(namespace: Namespace, context: DecisionContext): Decision {
  const { settings } = context;
  const { name } = namespace.meta;
  if (settings.excludedNamespaces.includes(name)) return { mode: "off", policy: "", verdict: skip("namespace-excluded") };
  const view = overlay(context.view, { kind: "Namespace", namespace: "", name, object: namespace });
  // Read as one in scope, so that a label is looked at also where a misspelt key leaves the namespace out.
  const scope = scopeOf(name, view, { ...settings, scope: "cluster", defaultMode: "enforce" });
  const findings = scope.in ? scope.findings : [];
  return { mode: "warn", policy: "", verdict: { kind: "admit", plan: [], findings, remaining: findings } };
}
