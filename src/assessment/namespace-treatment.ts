import { overlay } from "#kubernetes/view/overlay.ts";
import type { Finding } from "#model/findings/finding.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import { bareMeta } from "#model/kubernetes/object-meta.ts";
import type { Namespace } from "#model/load-balancers/routing.ts";
import { keys } from "#model/settings/keys.ts";
import type { Mode } from "#model/settings/mode.ts";
import { ownKeyProblemsOf } from "#workloads/own-keys.ts";
import { type Scope, scopeOf } from "#workloads/scope.ts";
import type { DecisionContext } from "./context.ts";

export interface NamespaceTreatment {
  /** `off` for a namespace that is not in scope. */
  readonly mode: Mode;
  /** That of the namespace where it names one that exists, also out of scope; else the configured one. */
  readonly policy: string;
  readonly findings: readonly Finding[];
  /** Why a namespace is not in scope; undefined for one that is. */
  readonly outOfScope?: Extract<Scope, { in: false }>["reason"];
}

/** What the labels of a namespace require. Manifests often leave out the Namespace itself, which then carries no labels. */
export function namespaceTreatment(name: string, { view, settings }: DecisionContext): NamespaceTreatment {
  const namespace = view.get("Namespace", "", name) ?? unlabelled(name);
  const scope = scopeOf(name, overlay(view, { kind: "Namespace", namespace: "", name, object: namespace }), settings);
  if (scope.in) return scope;
  const label = namespace.meta.labels[keys.policy];
  const known = label !== undefined && settings.policies.some((policy) => policy.name === label);
  // A namespace may be out of scope for the very reason that its label is misspelt.
  const stray = scope.reason === "namespace-excluded" ? [] : ownKeyProblemsOf(namespace.meta, "namespace");
  return {
    mode: "off",
    policy: known ? label : settings.defaultPolicy,
    findings: stray.map(findingOfProblem),
    outOfScope: scope.reason,
  };
}

const unlabelled = (name: string): Namespace => ({
  meta: bareMeta("v1", "Namespace", name),
});
