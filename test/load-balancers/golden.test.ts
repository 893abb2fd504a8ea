import { describe, expect, test } from "vitest";
import { injectedGates } from "#assessment/readiness-gates.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import type { Problem } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { viewOf } from "../support/view.ts";
import { type GoldenState, type Scenario, scenarios } from "../vectors/golden.ts";
import { compare } from "../vectors/golden-comparison.ts";
import { differences } from "../vectors/golden-differences.ts";

interface Stage {
  readonly title: string;
  readonly key: string;
  readonly scenario: Scenario;
  readonly golden: GoldenState;
  readonly documents: readonly unknown[];
  /** Names of bindings are in the files. */
  readonly live: boolean;
}

const stages: readonly Stage[] = scenarios.flatMap((scenario) => {
  const { name, golden, update } = scenario;
  const before = golden.beforeUpdate ?? golden;
  const stage = (at: string, state: GoldenState, documents: readonly unknown[] | undefined, live: boolean): readonly Stage[] =>
    documents === undefined
      ? []
      : [{ title: `${name}, ${at}`, key: `${name.slice(0, 3)} ${at}`, scenario, golden: state, documents, live }];
  return [
    ...stage("manifests", before, scenario.manifests, false),
    ...stage("update", golden, update && [...scenario.manifests, ...update], false),
    ...stage("live before the update", before, scenario.liveBeforeUpdate, true),
    ...stage("live", golden, scenario.live, true),
  ];
});

const routeKinds = [
  "Ingress",
  "Service",
  "TargetGroupBinding",
  "Gateway",
  "HTTPRoute",
  "GRPCRoute",
  "TCPRoute",
  "UDPRoute",
  "TLSRoute",
] as const;

const allProblems = (view: ClusterView, scenario: Scenario): readonly Problem[] =>
  routeKinds.flatMap((kind) => view.list(kind).flatMap((object) => routeProblems(kind, object as never, view, scenario.flags)));

describe.each(stages.map((stage) => [stage.title, stage] as const))(
  "%s",
  (_title, { key, scenario, golden, documents, live }) => {
    test("has the target groups that the controller made, with what it set", () => {
      const view = viewOf(documents);
      const found = targetGroupsOfServices(view.list("Service"), view, scenario.flags);
      expect(compare(found.targetGroups, golden.targetGroups, live)).toEqual(differences[key]?.differs ?? []);
    });

    test("has a problem on every object that the controller refused, and an error on none that it took", () => {
      const errors = allProblems(viewOf(documents), scenario).filter(({ severity }) => severity === "error");
      const refused = [...new Set(errors.map(({ object }) => printRef(object)))].sort();
      expect(refused).toEqual(refusedObjects(golden));
    });
  },
);

test.each(stages.filter(({ live }) => live).map((stage) => [stage.title, stage] as const))(
  "%s: Pods get the gates that the controller's injector gave them",
  (_title, { scenario, golden, documents }) => {
    const view = viewOf(documents);
    const early = scenario.golden.environment.workloadsApplied.startsWith("before");
    for (const { namespace, labels, readinessGates } of golden.pods) {
      const label = view.get("Namespace", "", namespace)?.meta.labels["elbv2.k8s.aws/pod-readiness-gate-inject"];
      const ours = label === "enabled" && !early ? injectedGates({ namespace, labels }, [], view) : [];
      expect([...ours].sort()).toEqual([...readinessGates].sort());
    }
  },
);

/** Objects at the head of the lines of `accepted`. */
function refusedObjects({ accepted }: GoldenState): readonly string[] {
  if (accepted === true) return [];
  return [
    ...new Set(accepted.split("\n").flatMap((line) => /^(?:controller log only: )?(\w+ [\w./-]+):/.exec(line)?.[1] ?? [])),
  ].sort();
}

test("every difference that is told belongs to a scenario", () => {
  const known = new Set(stages.map(({ key }) => key));
  expect(Object.keys(differences).filter((key) => !known.has(key))).toEqual([]);
});

test.each(scenarios.map(({ name, live, flags }) => [name, live, flags] as const))(
  "%s gives the same groups without the cluster's name",
  (_name, live, flags) => {
    const view = viewOf(live);
    const services = view.list("Service");
    const longest = (groups: readonly TargetGroup[]): number =>
      Math.max(0, ...groups.map((group) => group.deregistrationDelay.value));
    const named = targetGroupsOfServices(services, view, flags).targetGroups;
    const unnamed = targetGroupsOfServices(services, view, { ...flags, clusterName: undefined }).targetGroups;
    expect(unnamed.map(({ binding }) => binding).sort()).toEqual(named.map(({ binding }) => binding).sort());
    expect(longest(unnamed)).toBe(longest(named));
  },
);
