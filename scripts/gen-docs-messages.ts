import { type OverrideProblemId, type RuleId, ruleIds } from "#model/findings/finding.ts";
import { overrideProblemSeverities } from "#model/findings/override-problems.ts";
import type { ProblemId } from "#model/findings/problem.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { bindingProblemSeverities } from "#model/problems/binding.ts";
import { controllerProblemSeverities } from "#model/problems/controller.ts";
import { floorProblemSeverities } from "#model/problems/floor.ts";
import { gatewayProblemSeverities } from "#model/problems/gateway.ts";
import { ingressProblemSeverities } from "#model/problems/ingress.ts";
import { ownKeyProblemSeverities } from "#model/problems/own-key.ts";
import { serviceProblemSeverities } from "#model/problems/service.ts";
import { targetGroupProblemSeverities } from "#model/problems/target-group.ts";
import { rules } from "#rules/index.ts";
import { findingText } from "#wording/finding-text.ts";
import { exampleFinding, exampleRoute } from "#wording/rule-texts/finding-example.ts";
import { code, table } from "./gen-docs-markdown.ts";

function entry(id: ProblemId | OverrideProblemId, severity: "error" | "warning", subject?: ObjectRef): string {
  const { what, why, todo } = findingText(exampleFinding(id, subject));
  return `### ${id}\n\n${severity}: ${what}.\n\n- Why it matters: ${why}.\n- What to do: ${todo}.\n`;
}

const family = (severities: Readonly<Partial<Record<ProblemId, "error" | "warning">>>, kind: string): string =>
  Object.entries(severities)
    .map(([id, severity]) => entry(id as ProblemId, severity, exampleRoute(kind)))
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
    .map(([id, severity]) => entry(id as ProblemId, severity))
    .join("\n"),
  overrides: Object.entries(overrideProblemSeverities)
    .map(([id, severity]) => entry(id as OverrideProblemId, severity))
    .join("\n"),
  "target-group-problems": family(targetGroupProblemSeverities, "Ingress"),
  "ingress-problems": family(ingressProblemSeverities, "Ingress"),
  "service-problems": family(serviceProblemSeverities, "Service"),
  "gateway-problems": family(gatewayProblemSeverities, "HTTPRoute"),
  "controller-problems": family(controllerProblemSeverities, "Deployment"),
  "floor-problems": family(floorProblemSeverities, "ConfigMap"),
  "binding-problems": family(bindingProblemSeverities, "TargetGroupBinding"),
});
