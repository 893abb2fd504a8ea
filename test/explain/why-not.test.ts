import { describe, expect, test } from "vitest";
import { explain } from "#explain/explain.ts";
import { whyNot } from "#explain/why-not.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const enforced = { "outlive.dev/mode": "enforce" };

interface Given {
  readonly labels?: Readonly<Record<string, string>>;
  readonly file?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly routed?: boolean;
  readonly namespace?: string;
}

function reasonsFor({ labels = enforced, file = {}, annotations = {}, routed = true, namespace = "web" }: Given) {
  const read = readSettings(file, builtInPolicies);
  if (!read.ok) throw new Error("settings");
  const made = deployment(namespace) as { metadata: object };
  const raw = { ...made, metadata: { ...made.metadata, annotations } };
  const view = viewOf([
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } },
    ...(routed ? [service(namespace), ingress(namespace, delay(35))] : []),
    raw,
  ]);
  const workload = readWorkload(raw);
  if (workload === undefined) throw new Error("a Deployment");
  return whyNot(explain(workload, { view, ...read.configuration }));
}

describe("a workload that the webhook leaves out", () => {
  test.each<[string, Given, string, string | undefined]>([
    ["without a label", { labels: {} }, "namespace-not-in-scope", "kubectl label namespace web outlive.dev/mode=enforce"],
    [
      "in a namespace with mode off",
      { labels: { "outlive.dev/mode": "off" } },
      "mode-off",
      "kubectl label namespace web outlive.dev/mode=enforce --overwrite",
    ],
    ["in an excluded namespace", { namespace: "kube-system" }, "namespace-excluded", undefined],
    ["in one that the configuration excludes", { file: { excludedNamespaces: ["web"] } }, "namespace-excluded", undefined],
    [
      "that no Service selects",
      { routed: false },
      "not-selected-by-a-service",
      "kubectl annotate deployment/shop -n web outlive.dev/pre-stop=20s",
    ],
    [
      "with the annotation",
      { annotations: { "outlive.dev/skip": "drained by hand" } },
      "skipped-by-annotation",
      "kubectl annotate deployment/shop -n web outlive.dev/skip-",
    ],
  ])("%s", (_name, given, reason, command) => {
    expect(reasonsFor(given)).toMatchObject([{ reason, command }]);
  });

  test("for two reasons is given both, that of the namespace first", () => {
    expect(reasonsFor({ labels: {}, routed: false }).map(({ reason }) => reason)).toEqual([
      "namespace-not-in-scope",
      "not-selected-by-a-service",
    ]);
  });

  test("is one only where the webhook would do nothing", () => {
    expect(reasonsFor({})).toEqual([]);
    expect(reasonsFor({ labels: {}, file: { scope: "cluster" } })).toEqual([]);
  });
});
