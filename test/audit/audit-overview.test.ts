import { describe, expect, test } from "vitest";
import { type DecisionContext, decisionContext } from "#assessment/context.ts";
import { audit } from "#audit/audit.ts";
import { auditAsCheck } from "#audit/audit-as-check.ts";
import type { AuditOverview } from "#audit/audit-overview.ts";
import { selectedWorkloads, withRules } from "#audit/audit-selection.ts";
import { auditText } from "#audit/audit-text.ts";
import { auditScope } from "#audit/before-installation.ts";
import { nextCommands } from "#audit/next-commands.ts";
import { defaultOwnerLabels, workloadOwner } from "#audit/workload-owner.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";
import { overviewOf, sampleSource } from "./overview-sample.ts";

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

/** An application in a namespace, whose Pods do not sleep. */
const shopIn = (name: string, replicas = 2, labels: Readonly<Record<string, string>> = {}): readonly object[] => [
  namespace(name, labels),
  service(name),
  ingress(name, delay(35)),
  deployment(name, { replicas }),
];

const running = (name: string): object => {
  const made = pod(name, "shop-abc-1", { sleep: 40, grace: 50 }) as { metadata: { labels: object } };
  const labels = { ...made.metadata.labels, "pod-template-hash": "abc" };
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-abc", controller: true }];
  return { ...made, metadata: { ...made.metadata, labels, ownerReferences } };
};

function contextOf(objects: readonly object[], file: object = {}): DecisionContext {
  const read = readSettings(file, builtInPolicies);
  if (!read.ok) throw new Error("settings");
  return decisionContext({ view: viewOf(objects), ...read.configuration });
}

function audited(objects: readonly object[], { everywhere = false, installed = false } = {}): AuditOverview {
  const { context, preview } = auditScope(contextOf(objects), everywhere);
  const report = audit(topLevelWorkloads({ view: context.view, pods: [] }, undefined), context);
  const ownerOf = workloadOwner(context.view, defaultOwnerLabels);
  return overviewOf(report, { preview, ownerOf, source: { ...sampleSource, installed } });
}

const names = ({ ranked }: AuditOverview): readonly string[] => ranked.map(({ explanation }) => printRef(explanation.subject));

describe("before anything is installed", () => {
  test("every namespace is judged as if it were in audit mode, but not those of the system", () => {
    const overview = audited([...shopIn("web"), ...shopIn("kube-system"), ...shopIn("kube-public")]);
    expect(overview.preview).toBe(true);
    expect(overview.ranked.map(({ explanation }) => [explanation.subject.namespace, explanation.mode])).toEqual([
      ["web", "audit"],
    ]);
  });

  test("it says what enforce mode would change, and what to run next", () => {
    const overview = audited(shopIn("web"));
    expect(overview.totals).toMatchObject({ changes: 1, losing: 1 });
    expect(nextCommands(overview).map(({ command }) => command.split(" ").slice(0, 2).join(" "))).toEqual([
      "outlive explain",
      "helm install",
      "kubectl label",
    ]);
  });

  test("the sentence that matters most comes first, and the commands last", () => {
    const lines = auditText(audited(shopIn("web")), { width: 100, rows: 60, color: false }).split("\n");
    expect(lines[0]).toMatch(/^1 of 1 workload loses requests in every roll-out: about \d/);
    expect(lines.at(-1)).toBe("  kubectl label namespace web outlive.dev/mode=audit --overwrite");
  });

  test("a namespace with mode off stays out", () => {
    expect(names(audited([...shopIn("web"), ...shopIn("old", 2, { "outlive.dev/mode": "off" })]))).toEqual([
      "Deployment web/shop",
    ]);
  });

  test("a cluster without workloads gets a sentence and commands", () => {
    const text = auditText(audited([namespace("web")]), { width: 100, rows: 60, color: false });
    expect(text).toMatch(/^No workloads found\./);
    expect(text).toContain("helm install");
  });
});

describe("once namespaces are labelled", () => {
  const objects = [...shopIn("web", 2, { "outlive.dev/mode": "warn" }), ...shopIn("dev")];

  test("only those are judged, or all with --everywhere", () => {
    expect(names(audited(objects))).toEqual(["Deployment web/shop"]);
    expect(names(audited(objects, { everywhere: true })).toSorted()).toEqual(["Deployment dev/shop", "Deployment web/shop"]);
  });

  test("the next step is enforce mode", () => {
    const commands = nextCommands(audited(objects, { installed: true })).map(({ command }) => command);
    expect(commands).toContain("kubectl label namespace web outlive.dev/mode=enforce --overwrite");
    expect(commands).toHaveLength(3);
  });

  test("Pods that were sized when they were created lose nothing, whatever the template says", () => {
    const [ranked] = audited([...shopIn("web", 2, { "outlive.dev/mode": "enforce" }), running("web")]).ranked;
    expect(ranked).toMatchObject({ pods: 1, outdatedPods: 0, changes: false, cost: { now: { lost: 0 } } });
  });
});

test("there are three commands to run next, whatever there is to do", () => {
  const enforced = { "outlive.dev/mode": "enforce" };
  for (const objects of [shopIn("web"), shopIn("web", 2, enforced), [...shopIn("web", 2, enforced), running("web")], []])
    for (const installed of [true, false]) expect(nextCommands(audited(objects, { installed }))).toHaveLength(3);
});

describe("the order", () => {
  const overview = () => audited([...shopIn("few"), ...shopIn("many", 20), ...shopIn("team-a", 4, { team: "a" })]);

  test("is that of the requests at risk in one roll-out", () => {
    const lost = overview().ranked.map(({ cost }) => cost.now.lost ?? 0);
    expect(lost).toEqual(lost.toSorted((a, b) => b - a));
    expect(names(overview())[0]).toBe("Deployment many/shop");
    expect(overview().groups.map((group) => group.namespace)).toEqual(["many", "team-a", "few"]);
  });

  test("names the owner that a label of the workload or its Namespace gives", () => {
    expect(overview().groups.map(({ owner }) => owner)).toEqual([undefined, "a", undefined]);
  });
});

describe("a part of a cluster", () => {
  const { view } = contextOf([...shopIn("web"), ...shopIn("web-test")]);
  const all = () => topLevelWorkloads({ view, pods: [] }, undefined);
  const left = (...exclude: readonly string[]) =>
    selectedWorkloads(all(), { selector: undefined, exclude }).map(({ ref }) => ref.namespace);

  test.each<[string, readonly string[]]>([
    ["*-test", ["web"]],
    ["web*", []],
    ["web/deployment/*", ["web-test"]],
    ["**/shop", []],
    ["nothing", ["web", "web-test"]],
  ])("without %s", (pattern, expected) => {
    expect(left(pattern)).toEqual(expected);
  });

  test("with one rule is what has a finding of it", () => {
    const { report } = audited(shopIn("web"));
    expect(withRules(report, ["prestop-covers-propagation"]).workloads[0]?.explanation.findings.map(({ rule }) => rule)).toEqual([
      "prestop-covers-propagation",
    ]);
    expect(withRules(report, ["traffic-policy-local"]).workloads).toEqual([]);
  });
});

test("what several workloads have in common is one result for a CI system", () => {
  const other = JSON.parse(JSON.stringify(deployment("web")).replace('"name":"shop"', '"name":"shop-two"')) as object;
  const { findings, checked } = auditAsCheck(audited([...shopIn("web"), ingress("web", undefined), other]));
  expect(checked).toHaveLength(2);
  const routes = findings.filter(({ finding }) => finding.rule === "deregistration-delay-unset");
  expect(routes).toHaveLength(1);
});
