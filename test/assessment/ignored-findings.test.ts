import { describe, expect, test } from "vitest";
import { type DecisionContext, decisionContext } from "#assessment/context.ts";
import { withoutIgnored } from "#assessment/ignored-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, deployment, ingress } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const annotated = (object: object, text: string): object => {
  const { metadata } = object as { metadata: { annotations?: object } };
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, "outlive.dev/ignore": text } } };
};

const namespace = (text: string): object => annotated({ apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } }, text);

function contextOf(objects: readonly object[], file: object = {}): DecisionContext {
  const read = readSettings(file, builtInPolicies);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join());
  return decisionContext({ view: viewOf(objects), ...read.configuration });
}

const finding = (rule: Finding["rule"], kind: "Deployment" | "Ingress" = "Deployment"): Finding => ({
  rule,
  severity: "warning",
  subject: { apiVersion: kind === "Ingress" ? "networking.k8s.io/v1" : "apps/v1", kind, namespace: "web", name: "shop" },
  path: "spec",
  actual: undefined,
  required: undefined,
  because: [],
  details: {},
});

const lone = finding("replicas-at-least-two");
const unset = finding("deregistration-delay-unset", "Ingress");

describe("a finding is ignored", () => {
  test.each<[string, () => DecisionContext, Finding]>([
    ["by its workload", () => contextOf([annotated(deployment("web"), "replicas-at-least-two: one licence")]), lone],
    ["by its route", () => contextOf([annotated(ingress("web", delay(35)), "deregistration-delay-unset: later")]), unset],
    ["by its Namespace", () => contextOf([deployment("web"), namespace("replicas-at-least-two: a test cluster")]), lone],
    [
      "by one of several entries",
      () => contextOf([annotated(deployment("web"), "readiness-probe-present: a; \n replicas-at-least-two : b: c;")]),
      lone,
    ],
    ["by the configuration", () => contextOf([], { ignore: [{ rule: "replicas-at-least-two", reason: "small" }] }), lone],
    [
      "by the configuration for its namespace",
      () => contextOf([], { ignore: [{ rule: "replicas-at-least-two", reason: "small", namespaces: ["web"] }] }),
      lone,
    ],
  ])("%s", (_name, context, found) => {
    const { kept, ignored } = withoutIgnored([found], context());
    expect(kept).toEqual([]);
    expect(ignored).toMatchObject([{ finding: found, reason: expect.stringMatching(/\S/), by: expect.stringMatching(/\S/) }]);
  });
});

describe("a finding is kept", () => {
  test.each<[string, () => DecisionContext]>([
    ["where another rule is ignored", () => contextOf([annotated(deployment("web"), "readiness-probe-present: no")])],
    [
      "where another namespace is",
      () => contextOf([], { ignore: [{ rule: "replicas-at-least-two", reason: "x", namespaces: ["dev"] }] }),
    ],
    ["where another object is", () => contextOf([annotated(deployment("other"), "replicas-at-least-two: no")])],
  ])("%s", (_name, context) => {
    expect(withoutIgnored([lone], context())).toEqual({ kept: [lone], ignored: [] });
  });

  test.each(["replicas-at-least-two", "replicas-at-least-two:", "replicas: no", ": no", "toString: no"])(
    "by the entry %j, which is reported",
    (text) => {
      const { kept } = withoutIgnored([lone], contextOf([annotated(deployment("web"), text)]));
      expect(kept.map(({ rule }) => rule)).toEqual(["replicas-at-least-two", "ignore-invalid"]);
    },
  );
});

test("an unknown rule in the configuration is refused", () => {
  expect(readSettings({ ignore: [{ rule: "nonsense", reason: "x" }] }, builtInPolicies).ok).toBe(false);
});
