import { describe, expect, test } from "vitest";
import type { Settings } from "#model/settings/settings.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { scopeOf } from "#workloads/scope.ts";
import { viewOf } from "../support/view.ts";

type ScopeSettings = Pick<Settings, "scope" | "defaultMode" | "defaultPolicy" | "excludedNamespaces" | "policies">;

const settings = (change: Partial<ScopeSettings> = {}): ScopeSettings => ({
  scope: "opt-in",
  defaultMode: "enforce",
  defaultPolicy: "pod-outlives-target",
  excludedNamespaces: ["kube-system"],
  policies: builtInPolicies,
  ...change,
});

const viewWith = (name: string, labels: Readonly<Record<string, string>>) =>
  viewOf([{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);

const mode = (value: string): Readonly<Record<string, string>> => ({ "outlive.dev/mode": value });

type Row = readonly [
  sentence: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  change: Partial<ScopeSettings>,
  is: string,
];

const table: readonly Row[] = [
  ["no label, opt-in", "web", {}, {}, "out: namespace-not-in-scope"],
  ["no label, whole cluster", "web", {}, { scope: "cluster" }, "enforce"],
  ["no label, whole cluster, audit by default", "web", {}, { scope: "cluster", defaultMode: "audit" }, "audit"],
  ["no label, whole cluster, off by default", "web", {}, { scope: "cluster", defaultMode: "off" }, "out: mode-off"],
  ["enforce, opt-in", "web", mode("enforce"), {}, "enforce"],
  ["warn, opt-in", "web", mode("warn"), {}, "warn"],
  ["audit, opt-in", "web", mode("audit"), {}, "audit"],
  ["off, opt-in", "web", mode("off"), {}, "out: mode-off"],
  ["warn, whole cluster", "web", mode("warn"), { scope: "cluster" }, "warn"],
  ["off, whole cluster", "web", mode("off"), { scope: "cluster" }, "out: mode-off"],
  ["a word that is no mode", "web", mode("Enforce"), {}, "audit, mode-unknown"],
  ["a word that is no mode, audit by default", "web", mode("on"), { defaultMode: "audit" }, "audit, mode-unknown"],
  ["a word that is no mode, off by default", "web", mode("on"), { defaultMode: "off" }, "audit, mode-unknown"],
  ["an empty label", "web", mode(""), {}, "audit, mode-unknown"],
  ["a label that nothing reads", "web", { ...mode("warn"), "outlive.dev/polcy": "x" }, {}, "warn, key-unknown"],
  ["a label of a workload", "web", { ...mode("warn"), "outlive.dev/skip": "x" }, {}, "warn, key-misplaced"],
  ["excluded, whatever the label says", "kube-system", mode("enforce"), {}, "out: namespace-excluded"],
  ["excluded, whole cluster", "kube-system", {}, { scope: "cluster" }, "out: namespace-excluded"],
];

describe("a namespace with", () => {
  test.each(table)("%s", (_sentence, name, labels, change, is) => {
    const scope = scopeOf(name, viewWith(name, labels), settings(change));
    expect(scope.in ? [scope.mode, ...scope.findings.map(({ rule }) => rule)].join(", ") : `out: ${scope.reason}`).toBe(is);
  });
});

test("a namespace that has not been seen is not the same as one out of scope", () => {
  expect(scopeOf("web", viewOf([]), settings({ scope: "cluster" }))).toEqual({ in: false, reason: "namespace-unknown" });
});

describe("the policy of a namespace", () => {
  test.each([
    ["is the configured one without a label", {}, "pod-outlives-target", []],
    ["is the one that its label names", { "outlive.dev/policy": "propagation" }, "propagation", []],
    [
      "is the configured one for a name that there is not",
      { "outlive.dev/policy": "fast" },
      "pod-outlives-target",
      ["policy-unknown"],
    ],
  ])("%s", (_sentence, labels, policy, findings) => {
    const scope = scopeOf("web", viewWith("web", { ...mode("enforce"), ...labels }), settings());
    expect(scope.in && [scope.policy, scope.findings.map(({ rule }) => rule)]).toEqual([policy, findings]);
  });
});
