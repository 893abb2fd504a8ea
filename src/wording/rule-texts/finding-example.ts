/** A finding of each kind with names in place of its values: what docs show, and what is said of a rule rather than of one instance. */
import type { Amount, AmountName, Finding } from "#model/findings/finding.ts";
import type { FindingId } from "#model/findings/finding-id.ts";
import { overrideProblemSeverities } from "#model/findings/override-problems.ts";
import { problemSeverities } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";

const shop: ObjectRef = { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" };

export const exampleRoute = (kind: string): ObjectRef => ({ apiVersion: "v1", kind, namespace: "web", name: "shop" });

/** Where a message has a value, this has its name: ‹service›. */
const placeholders: Readonly<Record<string, string>> = new Proxy({}, { get: (_target, name) => `‹${String(name)}›` });

const exampleAmounts: Readonly<Record<AmountName, number>> = {
  preStop: 40,
  gracePeriod: 50,
  shutdown: 5,
  deregistrationDelay: 300,
  nextDeregistrationDelay: 300,
  propagation: 10,
  requestTimeout: 60,
  keepAlive: 5,
  idleTimeout: 60,
  nodeShutdown: 120,
  scaleDownDelay: 5,
  abortScaleDownDelay: 5,
  ceiling: 900,
};

const amounts: readonly Amount[] = (Object.keys(exampleAmounts) as AmountName[]).map((name) => ({
  name,
  value: seconds(exampleAmounts[name]),
  source: { from: "object", object: exampleRoute("Ingress"), field: "‹field›" },
}));

const exampleTimes: Partial<Readonly<Record<FindingId, { readonly actual: number; readonly required: number }>>> = {
  "custom-prestop-hook": { actual: 0, required: 40 },
  "hook-continues": { actual: 25, required: 40 },
  "injected-sleep-restored": { actual: 0, required: 40 },
  "injected-value-lowered": { actual: 45, required: 50 },
  "prestop-over-ceiling": { actual: 3605, required: 900 },
  "restart-needed": { actual: 40, required: 305 },
  "restart-may-be-needed": { actual: 0, required: 305 },
};

const subjects: Partial<Readonly<Record<FindingId, ObjectRef>>> = {
  "mode-unknown": { apiVersion: "v1", kind: "Namespace", name: "web" },
  "attribute-removed": exampleRoute("Ingress"),
  "prestop-over-ceiling": exampleRoute("Ingress"),
};

export function exampleFinding(rule: FindingId, subject: ObjectRef = subjects[rule] ?? shop): Finding {
  const times = exampleTimes[rule];
  return {
    rule,
    severity: ownSeverity(rule) ?? "error",
    subject,
    path: "‹field›",
    actual: times === undefined ? undefined : seconds(times.actual),
    required: times === undefined ? undefined : seconds(times.required),
    because: amounts,
    details: placeholders,
  };
}

const severities: Readonly<Record<string, "error" | "warning">> = { ...overrideProblemSeverities, ...problemSeverities };

/** Undefined for a rule, whose severity belongs to the policy. */
export const ownSeverity = (id: FindingId): "error" | "warning" | undefined =>
  Object.hasOwn(severities, id) ? severities[id] : undefined;
