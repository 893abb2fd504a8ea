import { type Amount, type AmountName, type OverrideProblemId, type RuleId, ruleIds } from "#model/findings/finding.ts";
import type { ProblemId } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { bindingProblemSeverities } from "#model/problems/binding.ts";
import { controllerProblemSeverities } from "#model/problems/controller.ts";
import { gatewayProblemSeverities } from "#model/problems/gateway.ts";
import { ingressProblemSeverities } from "#model/problems/ingress.ts";
import { ownKeyProblemSeverities } from "#model/problems/own-key.ts";
import { serviceProblemSeverities } from "#model/problems/service.ts";
import { targetGroupProblemSeverities } from "#model/problems/target-group.ts";
import { rules } from "#rules/index.ts";
import { findingText } from "#wording/finding-text.ts";
import { code, table } from "./gen-docs-markdown.ts";

const shop: ObjectRef = { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" };
const route = (kind: string): ObjectRef => ({ apiVersion: "v1", kind, namespace: "web", name: "shop" });

/** Where the message has a value, the page has its name: ‹service›. */
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
  source: { from: "object", object: route("Ingress"), field: "‹field›" },
}));

const overrideSeverities: Readonly<Record<OverrideProblemId, "error" | "warning">> = {
  "override-invalid": "error",
  "policy-unknown": "error",
  "mode-unknown": "warning",
  "skip-without-reason": "error",
  "container-unknown": "error",
  "value-not-text": "error",
  "custom-prestop-hook": "warning",
  "hook-continues": "warning",
  "sleep-program-missing": "warning",
  "injected-sleep-restored": "warning",
  "injected-value-lowered": "warning",
  "prestop-over-ceiling": "error",
  "attribute-removed": "warning",
  "restart-needed": "warning",
  "restart-may-be-needed": "warning",
  "more-findings": "warning",
};

function entry(id: ProblemId | OverrideProblemId, severity: "error" | "warning", subject: ObjectRef): string {
  const asked = exampleTimes[id];
  const { what, why, todo } = findingText({
    rule: id,
    severity,
    subject,
    path: "‹field›",
    actual: asked === undefined ? undefined : seconds(asked.actual),
    required: asked === undefined ? undefined : seconds(asked.required),
    because: amounts,
    details: placeholders,
  });
  return `### ${id}\n\n${severity}: ${what}.\n\n- Why it matters: ${why}.\n- What to do: ${todo}.\n`;
}

const exampleTimes: Partial<Readonly<Record<string, { readonly actual: number; readonly required: number }>>> = {
  "custom-prestop-hook": { actual: 0, required: 40 },
  "hook-continues": { actual: 25, required: 40 },
  "injected-sleep-restored": { actual: 0, required: 40 },
  "injected-value-lowered": { actual: 45, required: 50 },
  "prestop-over-ceiling": { actual: 3605, required: 900 },
  "restart-needed": { actual: 40, required: 305 },
  "restart-may-be-needed": { actual: 0, required: 305 },
};

const subjects: Partial<Readonly<Record<string, ObjectRef>>> = {
  "mode-unknown": { apiVersion: "v1", kind: "Namespace", name: "web" },
  "attribute-removed": route("Ingress"),
  "prestop-over-ceiling": route("Ingress"),
};

const family = (severities: Readonly<Partial<Record<ProblemId, "error" | "warning">>>, kind: string): string =>
  Object.entries(severities)
    .map(([id, severity]) => entry(id as ProblemId, severity, route(kind)))
    .join("\n");

const ruleTable = (): string =>
  table(
    ["id", "holds when"],
    ruleIds.map((id: RuleId) => [`[${code(id)}](rules/${id}.md)`, rules[id].holds]),
  );

/** What `findingText` says of every id, with names in place of the values. */
export const messageBlocks = (): Readonly<Record<string, string>> => ({
  rules: ruleTable(),
  "own-keys": Object.entries(ownKeyProblemSeverities)
    .map(([id, severity]) => entry(id as ProblemId, severity, shop))
    .join("\n"),
  overrides: Object.entries(overrideSeverities)
    .map(([id, severity]) => entry(id as OverrideProblemId, severity, subjects[id] ?? shop))
    .join("\n"),
  "target-group-problems": family(targetGroupProblemSeverities, "Ingress"),
  "ingress-problems": family(ingressProblemSeverities, "Ingress"),
  "service-problems": family(serviceProblemSeverities, "Service"),
  "gateway-problems": family(gatewayProblemSeverities, "HTTPRoute"),
  "controller-problems": family(controllerProblemSeverities, "Deployment"),
  "binding-problems": family(bindingProblemSeverities, "TargetGroupBinding"),
});
