import { describe, expect, test } from "vitest";
import type { DecisionContext } from "#assessment/context.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { viewOf } from "../support/view.ts";
import { type GoldenState, type GoldenTargetGroup, type Scenario, scenarios } from "../vectors/golden.ts";
import { compare } from "../vectors/golden-comparison.ts";
import { differences } from "../vectors/golden-differences.ts";

const read = readSettings({}, builtInPolicies);
if (!read.ok) throw new Error("the defaults are no configuration");
const { settings } = read.configuration;

interface AdmissionStage {
  readonly title: string;
  readonly key: string;
  readonly scenario: Scenario;
  readonly golden: GoldenState;
  readonly documents: readonly unknown[];
  readonly live: boolean;
}

const doors: readonly AdmissionStage[] = scenarios.flatMap((scenario) => {
  const { name, golden, manifests, live } = scenario;
  const key = name.slice(0, 3);
  return [
    {
      title: `${name}, as applied`,
      key: `${key} manifests`,
      scenario,
      golden: golden.beforeUpdate ?? golden,
      documents: manifests,
      live: false,
    },
    { title: `${name}, as stored`, key: `${key} live`, scenario, golden, documents: live, live: true },
  ];
});

describe.each(doors.map((stage) => [stage.title, stage] as const))("%s", (_title, { key, scenario, golden, documents, live }) => {
  const context: DecisionContext = { view: viewOf(documents), settings, flags: scenario.flags };
  const explanations = () =>
    topLevelWorkloads({ view: context.view, pods: podsOf(documents) }, undefined).map((workload) => ({
      workload,
      explanation: explain(workload, context),
    }));
  const known = new Set(differences[key]?.differs ?? []);

  test("every workload is in the target groups that the controller made for its Services", () => {
    for (const { workload, explanation } of explanations()) {
      const behind = golden.targetGroups.filter((group) => serves(group, workload, context));
      expect(compare(explanation.targetGroups, behind, live).filter((line) => !known.has(line))).toEqual([]);
    }
  });

  test("what is required outlives every target group whose delay somebody chose, and covers propagation", () => {
    for (const { explanation } of explanations()) {
      const { required, targetGroups, skipped, remaining } = explanation;
      if (skipped !== undefined || remaining.some(({ rule }) => rule === "prestop-over-ceiling")) continue;
      for (const group of targetGroups.filter(({ targetType }) => targetType === "ip")) {
        const { value, source } = group.deregistrationDelay;
        // 10 s is the least that new requests need to stop arriving, whatever the delay.
        expect(required.preStop).toBeGreaterThan(source.from === "object" ? value : 9);
        expect(required.gracePeriod).toBeGreaterThan(required.preStop ?? 0);
      }
    }
  });

  if (!live) return;
  test("the gates are those that the controller's injector gives", () => {
    for (const { workload, explanation } of explanations()) expectGates(workload, explanation, { scenario, golden, context });
  });
});

const serves = ({ namespace, service }: GoldenTargetGroup, { ref, podLabels }: Workload, { view }: DecisionContext): boolean =>
  namespace === ref.namespace && serviceSelects(view.get("Service", namespace, service)?.selector ?? {}, podLabels);

/** Pods of a scenario that were made in a labelled namespace, after their target groups. */
function expectGates(
  { ref, podLabels }: Workload,
  { readinessGates }: Explanation,
  { scenario, golden, context }: { readonly scenario: Scenario; readonly golden: GoldenState; readonly context: DecisionContext },
): void {
  const namespace = ref.namespace ?? "";
  const labels = context.view.get("Namespace", "", namespace)?.meta.labels ?? {};
  const early = scenario.golden.environment.workloadsApplied.startsWith("before");
  if (labels["elbv2.k8s.aws/pod-readiness-gate-inject"] !== "enabled" || early) return;
  const pods = golden.pods.filter((pod) => pod.namespace === namespace && serviceSelects(podLabels, pod.labels));
  for (const pod of pods) expect([...readinessGates].sort()).toEqual([...pod.readinessGates].sort());
}

function podsOf(documents: readonly unknown[]): readonly Workload[] {
  return documents.flatMap((document) => {
    if (!isJsonObject(document)) return [];
    if (Array.isArray(document["items"])) return podsOf(document["items"]);
    return document["kind"] === "Pod" ? (readWorkload(document) ?? []) : [];
  });
}
