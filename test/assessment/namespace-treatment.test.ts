import { expect, test } from "vitest";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import type { Settings } from "#model/settings/settings.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { viewOf } from "../support/view.ts";

const treatment = (labels: Readonly<Record<string, string>> | undefined, scope: Settings["scope"], name = "web") => {
  const read = readSettings({ scope, defaultMode: "warn" }, builtInPolicies);
  if (!read.ok) throw new Error("no configuration");
  const view = viewOf(labels === undefined ? [] : [{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
  const { mode, policy, findings } = namespaceTreatment(name, {
    view,
    settings: read.configuration.settings,
    flags: defaultControllerFlags,
  });
  return [mode, policy, findings.map(({ rule }) => rule)];
};

const normal = "pod-outlives-target";
const other = "target-outlives-pod";

test.each([
  ["no Namespace is given, opt-in", undefined, "opt-in", ["off", normal, []]],
  ["no Namespace is given, whole cluster", undefined, "cluster", ["warn", normal, []]],
  ["no label, opt-in", {}, "opt-in", ["off", normal, []]],
  ["no label, whole cluster", {}, "cluster", ["warn", normal, []]],
  ["a mode", { "outlive.dev/mode": "enforce" }, "opt-in", ["enforce", normal, []]],
  ["a mode and a policy", { "outlive.dev/mode": "audit", "outlive.dev/policy": other }, "opt-in", ["audit", other, []]],
  ["a policy without a mode, opt-in", { "outlive.dev/policy": other }, "opt-in", ["off", other, []]],
  ["switched off, with a policy", { "outlive.dev/mode": "off", "outlive.dev/policy": other }, "cluster", ["off", other, []]],
  ["an unknown mode", { "outlive.dev/mode": "on" }, "opt-in", ["audit", normal, ["mode-unknown"]]],
  [
    "a misspelt label, which is why it is out of scope",
    { "outlive.dev/mod": "enforce" },
    "opt-in",
    ["off", normal, ["key-unknown"]],
  ],
  ["an unknown policy out of scope", { "outlive.dev/policy": "best" }, "opt-in", ["off", normal, []]],
] as const)("a namespace with %s", (_name, labels, scope, expected) => {
  expect(treatment(labels, scope)).toEqual(expected);
});

test("an excluded namespace is off whatever its label says", () => {
  const labels = { "outlive.dev/mode": "enforce", "outlive.dev/polcy": other };
  expect(treatment(labels, "cluster", "kube-system")).toEqual(["off", normal, []]);
});
