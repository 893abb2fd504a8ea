/** What an audit judges by where Outlive has no say yet. */
import type { GivenContext } from "#assessment/context.ts";
import { scopeOf } from "#workloads/scope.ts";

/** Kubernetes keeps names that begin so for itself. */
const system = "kube-";

export interface AuditScope {
  readonly context: GivenContext;
  /** Namespaces that no label puts in scope are judged as if they were in audit mode. */
  readonly preview: boolean;
}

/**
 * Where no namespace is in scope, or `everywhere`, all namespaces are judged as if they were in audit mode; those that are in scope
 * keep their mode, and those that are excluded or carry the mode `off` stay out.
 */
export function auditScope(context: GivenContext, everywhere: boolean): AuditScope {
  const { view, settings } = context;
  const names = view.list("Namespace").map(({ meta }) => meta.name);
  const preview = everywhere || names.every((name) => !scopeOf(name, view, settings).in);
  if (!preview) return { context, preview };
  const excluded = [...new Set([...settings.excludedNamespaces, ...names.filter((name) => name.startsWith(system))])];
  const audited = { scope: "cluster", defaultMode: "audit", excludedNamespaces: excluded } as const;
  // A configuration that covers the whole cluster says more than this does.
  return settings.scope === "cluster"
    ? { context, preview: false }
    : { context: { ...context, settings: { ...settings, ...audited } }, preview };
}
