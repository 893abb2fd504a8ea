import { describe, expect, test } from "vitest";
import { controllerProblems } from "#assessment/controller/controller-problems.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { findingText } from "#wording/finding-text.ts";
import { type ControllerValues, controllerDeployment } from "../../support/controller-manifests.ts";
import { viewOf } from "../../support/view.ts";

const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "lbc", namespace: "kube-system" },
  spec: { maxUnavailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": "aws-load-balancer-controller" } } },
};

const gateWebhook = (failurePolicy: string) => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingWebhookConfiguration",
  metadata: { name: "aws-load-balancer-webhook" },
  webhooks: [
    { name: "mpod.elbv2.k8s.aws", failurePolicy },
    { name: "mservice.elbv2.k8s.aws", failurePolicy: "Fail" },
  ],
});

const namespace = (labels: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "web", labels: { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled", ...labels } },
});

function problems(documents: readonly unknown[], flags: ConfiguredFlags = {}, configuration: object = {}) {
  const read = readSettings(configuration, builtInPolicies);
  if (!read.ok) throw new Error("the configuration is in order");
  return controllerProblems({ view: viewOf(documents), settings: read.configuration.settings, flags });
}

const ids = (...given: Parameters<typeof problems>): readonly string[] =>
  problems(...given).map(({ id, object }) => `${id} ${object.name}`);

const lbc = "aws-load-balancer-controller";

describe("the controller in the cluster", () => {
  test("as its chart advises it", () => expect(ids([controllerDeployment(), budget])).toEqual([]));

  test.each<[string, ControllerValues, string]>([
    ["one replica", { replicaCount: 1 }, "controller-single-replica"],
    ["another version", { image: `${lbc}:v3.6.0` }, "controller-version-unproven"],
    ["an older version", { image: `${lbc}:v2.14.1` }, "controller-version-unproven"],
    ["no leader election", { more: ["--enable-leader-election=false"] }, "controller-leader-election-off"],
    ["a gate that its code does not know", { featureGates: { EnableTCPUDPListenerType: true } }, "controller-flag-refused"],
  ])("%s is a finding", (_what, values, id) => {
    expect(ids([controllerDeployment(values), budget])).toEqual([`${id} ${lbc}`]);
  });

  test("without a budget", () => expect(ids([controllerDeployment()])).toEqual([`controller-budget-missing ${lbc}`]));

  test("with a setting of Outlive's that differs, which wins", () => {
    const found = problems([controllerDeployment({ defaultTargetType: "ip" }), budget], {
      defaultTargetType: "instance",
      clusterName: "production",
    });
    expect(found.map(({ id, field, details }) => ({ id, field, ...details }))).toEqual([
      {
        id: "controller-flag-differs",
        field: "--default-target-type",
        setting: "defaultTargetType",
        configured: "instance",
        running: "ip",
      },
    ]);
  });

  test("two of them are reported, each with the other and with what differs", () => {
    const other = controllerDeployment({ fullname: "internal", ingressClass: "internal" });
    const found = problems([controllerDeployment(), other, budget]);
    expect(found.map(({ id, object, details }) => [id, object.name, details["others"], details["differing"]])).toEqual([
      ["controllers-several", lbc, "kube-system/internal", "--ingress-class"],
      ["controllers-several", "internal", `kube-system/${lbc}`, "--ingress-class"],
    ]);
  });
});

describe("readiness gates of the controller", () => {
  const relied = [controllerDeployment(), budget, namespace({})];

  test.each<[string, readonly unknown[], object, readonly string[]]>([
    [
      "a webhook that may be missing",
      [...relied, gateWebhook("Ignore")],
      {},
      ["controller-gates-optional aws-load-balancer-webhook"],
    ],
    ["a webhook that must be there", [...relied, gateWebhook("Fail")], {}, []],
    [
      "Outlive injects them as well",
      [controllerDeployment(), budget, namespace({ "outlive.dev/mode": "enforce" }), gateWebhook("Ignore")],
      {},
      [],
    ],
    [
      "Outlive is not to inject them",
      [controllerDeployment(), budget, namespace({ "outlive.dev/mode": "enforce" }), gateWebhook("Ignore")],
      { injectReadinessGates: false },
      ["controller-gates-optional aws-load-balancer-webhook"],
    ],
    [
      "injection is off",
      [controllerDeployment({ enablePodReadinessGateInject: false }), budget, namespace({}), gateWebhook("Ignore")],
      {},
      [`controller-gates-off ${lbc}`],
    ],
    ["nobody relies on them", [controllerDeployment(), budget, gateWebhook("Ignore")], {}, []],
  ])("%s", (_what, documents, configuration, expected) => {
    expect(ids(documents, {}, configuration)).toEqual(expected);
  });
});

test("no text of a controller's own stays unquoted, and a sentence stays a sentence", () => {
  const hostile = 'x"\u001b[31m; all is well'.padEnd(500, "!");
  const found = problems([controllerDeployment({ defaultTargetType: hostile }), budget]);
  for (const finding of found.map(findingOfProblem)) {
    const { what } = findingText(finding);
    expect(what).not.toContain("\u001b");
    expect(what.length).toBeLessThan(500);
  }
  expect(found.map(({ id }) => id)).toEqual(["controller-flag-refused"]);
});
