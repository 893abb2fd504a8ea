/** What a Pod of 315 s meets on the nodes that it may run on: the number, the nodes and where both were read. */
import { describe, expect, test } from "vitest";
import { explain } from "#explain/explain.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import { readDeployment } from "#kubernetes/objects/read-workload.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { findingText } from "#wording/finding-text.ts";
import { nodeClaim, nodePool, onPool, rawNode, sixPools, withAffinity } from "../../support/node-pools.ts";
import { delay, deployment, ingress, service } from "../../support/shop.ts";
import { viewOf } from "../../support/view.ts";

interface World {
  readonly cluster: readonly unknown[];
  /** Of the Pod spec. */
  readonly placement?: object;
  readonly grace?: number;
  readonly sleep?: number;
  readonly drains?: number;
  readonly targetType?: "ip" | "instance";
  readonly annotations?: Readonly<Record<string, string>>;
}

function explained({ cluster, placement = {}, grace = 315, sleep = 305, drains = 300, targetType, annotations = {} }: World) {
  const manifest = deployment("web", { grace, sleep, annotations }) as { spec: { template: { spec: JsonObject } } };
  manifest.spec.template.spec = { ...manifest.spec.template.spec, ...placement };
  const type = targetType === undefined ? {} : { "alb.ingress.kubernetes.io/target-type": targetType };
  const behind = service("web") as { spec: object };
  const node = { ...behind, spec: { ...behind.spec, ...(targetType === "instance" ? { type: "NodePort" } : {}) } };
  const view = viewOf([node, ingress("web", delay(drains), type), manifest, ...cluster]);
  const workload = readDeployment(manifest);
  const settings = readSettings({}, builtInPolicies);
  if (workload === undefined || !settings.ok) throw new Error("the manifest is one");
  return explain(workload, { view, ...settings.configuration });
}

/** `120 s: spot nodes in NodePool default (NodePool default …)`, one for each finding. */
const said = (world: World): readonly string[] =>
  explained(world)
    .findings.filter(({ rule }) => rule === "fits-node-shutdown")
    .map(
      (finding) =>
        `${finding.required ?? 0} s: ${/but (.*) allow \d+ s (\(.*\))$/.exec(findingText(finding).what)?.slice(1).join(" ") ?? "?"}`,
    );

const capacity = "spec.template.spec.requirements karpenter.sh/capacity-type";
const period = "spec.template.spec.terminationGracePeriod";

describe("six NodePools of Karpenter, and a workload on each", () => {
  test.each<[string, object, readonly string[]]>([
    ["spot and on-demand", onPool("default"), [`120 s: spot nodes in NodePool default (NodePool default ${capacity})`]],
    ["on-demand of the same pool", onPool("default", { "karpenter.sh/capacity-type": "on-demand" }), []],
    ["a pool without an end", onPool("steady"), []],
    ["a period of its own", onPool("short"), [`200 s: nodes in NodePool short (NodePool short ${period})`]],
    [
      "no capacity type, which allows spot",
      onPool("anything"),
      [`120 s: spot nodes in NodePool anything (NodePool anything ${capacity} (absent))`],
    ],
    ["EKS Auto Mode, 24 h", onPool("general-purpose"), []],
    [
      "a taint that it tolerates",
      { ...onPool("gpu"), tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] },
      [`90 s: spot nodes in NodePool gpu (NodePool gpu ${period})`],
    ],
  ])("%s", (_what, placement, expected) => {
    expect(said({ cluster: sixPools, placement })).toEqual(expected);
  });

  test.each<[string, object, readonly string[]]>([
    [
      "anywhere, but not behind a taint",
      {},
      [
        "120 s: spot nodes in NodePool anything (and 2 other groups) (NodePool anything spec.template.spec.requirements karpenter.sh/capacity-type (absent))",
      ],
    ],
    [
      "by a label of the template",
      { nodeSelector: { tier: "short" } },
      [`200 s: nodes in NodePool short (NodePool short ${period})`],
    ],
    [
      "by one of several terms",
      withAffinity([{ key: "tier", operator: "In", values: ["steady"] }], [{ key: "tier", operator: "In", values: ["short"] }]),
      [`200 s: nodes in NodePool short (NodePool short ${period})`],
    ],
    [
      "by what a label is not",
      withAffinity([
        { key: "tier", operator: "NotIn", values: ["short", "anything"] },
        { key: "karpenter.sh/capacity-type", operator: "NotIn", values: ["spot"] },
      ]),
      [],
    ],
    ["by an architecture that no other pool excludes", { nodeSelector: { tier: "steady", "kubernetes.io/arch": "arm64" } }, []],
    [
      "by a zone, which rules nothing out",
      { nodeSelector: { tier: "short", "topology.kubernetes.io/zone": "eu-west-1a" } },
      [`200 s: nodes in NodePool short (NodePool short ${period})`],
    ],
    [
      "by a preference, which binds nobody",
      {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: "tier", operator: "In", values: ["steady"] }] } },
            ],
          },
        },
        nodeSelector: { tier: "short" },
      },
      [`200 s: nodes in NodePool short (NodePool short ${period})`],
    ],
  ])("narrowed down %s", (_what, placement, expected) => {
    expect(said({ cluster: sixPools, placement })).toEqual(expected);
  });

  test("a Pod that no group would take falls back to the setting", () => {
    const { findings } = explained({ cluster: sixPools, placement: { nodeSelector: { tier: "nowhere" } } });
    const [finding] = findings.filter(({ rule }) => rule === "fits-node-shutdown");
    expect(finding?.because.at(-1)).toEqual({
      name: "nodeShutdown",
      value: 120,
      source: { from: "setting", name: "nodeShutdown" },
    });
  });

  test("the sentence names both times, and JSON lists every bound with its source", () => {
    const explanation = explained({ cluster: sixPools, placement: onPool("default") });
    const [finding] = explanation.findings.filter(({ rule }) => rule === "fits-node-shutdown");
    expect(finding && findingText(finding).what).toBe(
      `Deployment web/shop needs 315 s (Deployment web/shop spec.template.spec.terminationGracePeriodSeconds), but spot nodes in NodePool default allow 120 s (NodePool default ${capacity})`,
    );
    expect(explanationJson(explanation).nodes).toEqual([
      {
        name: "spot nodes in NodePool default",
        bounds: [{ end: "spot-interruption", seconds: 120, source: `NodePool default ${capacity}` }],
        stopsAtOnce: false,
      },
      { name: "other nodes in NodePool default", bounds: [], stopsAtOnce: false },
    ]);
  });

  test("nodes keep the period that their pool had when they were made", () => {
    const claims = [
      nodeClaim("steady-1", "steady", "2m"),
      nodeClaim("steady-2", "steady", undefined),
      nodeClaim("x-1", "x", "1s"),
    ];
    expect(said({ cluster: [...sixPools, ...claims], placement: onPool("steady") })).toEqual([
      `120 s: nodes in NodePool steady (NodePool steady ${period} of its NodeClaims)`,
    ]);
  });
});

const autoscaler = (...args: readonly string[]) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cluster-autoscaler", namespace: "kube-system" },
  spec: {
    replicas: 1,
    template: {
      spec: {
        containers: [
          {
            name: "cluster-autoscaler",
            image: "registry.example.com/autoscaling/cluster-autoscaler:v1.34.0",
            command: ["./cluster-autoscaler", "--v=4", "--cloud-provider=aws", ...args],
          },
        ],
      },
    },
  },
});

const onGroup = { "eks.amazonaws.com/nodegroup": "web", "eks.amazonaws.com/capacityType": "ON_DEMAND" };

describe("nodes that no NodePool brings", () => {
  test.each<[string, World, readonly string[]]>([
    ["Amazon Linux 2023 from 1.34", { cluster: [rawNode("a")] }, ["120 s: Amazon Linux 2023 nodes (setting nodeShutdown)"]],
    ["Amazon Linux 2023 before, which does not wait", { cluster: [rawNode("a", { kubelet: "v1.33.4-eks-1" })] }, []],
    ["Bottlerocket, which does not wait", { cluster: [rawNode("a", { osImage: "Bottlerocket OS 1.42.0 (aws-k8s-1.34)" })] }, []],
    [
      "a spot node group",
      {
        cluster: [
          rawNode("a", { labels: { ...onGroup, "eks.amazonaws.com/capacityType": "SPOT" }, osImage: "Bottlerocket OS 1.42.0" }),
        ],
      },
      ["120 s: spot nodes in managed node group web (Node eks.amazonaws.com/nodegroup=web eks.amazonaws.com/capacityType)"],
    ],
    [
      "a managed node group, by its update",
      { cluster: [rawNode("a", { labels: onGroup, osImage: "Bottlerocket OS 1.42.0" })], grace: 1000, sleep: 890, drains: 885 },
      ["900 s: nodes in managed node group web (default)"],
    ],
    [
      "Cluster Autoscaler as shipped",
      { cluster: [rawNode("a", { osImage: "Ubuntu 24.04" }), autoscaler()], grace: 700, sleep: 605, drains: 600 },
      ["600 s: self-managed nodes (Deployment kube-system/cluster-autoscaler --max-graceful-termination-sec)"],
    ],
    [
      "Cluster Autoscaler with another limit",
      {
        cluster: [rawNode("a", { labels: onGroup, osImage: "Bottlerocket OS" }), autoscaler("--max-graceful-termination-sec=60")],
      },
      ["60 s: nodes in managed node group web (Deployment kube-system/cluster-autoscaler --max-graceful-termination-sec)"],
    ],
    [
      "Cluster Autoscaler with limits by priority, of which none is known",
      {
        cluster: [rawNode("a", { osImage: "Ubuntu 24.04" }), autoscaler("--drain-priority-config=0:60")],
        grace: 700,
        sleep: 605,
        drains: 600,
      },
      [],
    ],
    [
      "a limit that no node of Karpenter's has",
      { cluster: [nodePool("steady", { capacity: ["on-demand"] }), autoscaler("--max-graceful-termination-sec=60")] },
      [],
    ],
    [
      "nodes of a NodePool that is gone, or may not be read",
      {
        cluster: [
          rawNode("a", {
            labels: { "karpenter.sh/nodepool": "old", "karpenter.sh/capacity-type": "spot" },
            osImage: "Bottlerocket OS",
          }),
        ],
      },
      ["120 s: spot nodes of NodePool old, which is not known (Node karpenter.sh/nodepool=old karpenter.sh/capacity-type)"],
    ],
    [
      "the kubelet of a NodePool's nodes",
      {
        cluster: [
          nodePool("steady", { capacity: ["on-demand"] }),
          rawNode("a", { labels: { "karpenter.sh/nodepool": "steady" } }),
        ],
      },
      ["120 s: nodes in NodePool steady (setting nodeShutdown)"],
    ],
    [
      "a node that only drains for now",
      { cluster: [rawNode("a", { taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }] })] },
      ["120 s: Amazon Linux 2023 nodes (setting nodeShutdown)"],
    ],
    [
      "a node that stays closed to it",
      {
        cluster: [
          rawNode("a", { taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }] }),
          rawNode("b", { osImage: "Bottlerocket OS 1.42.0" }),
        ],
      },
      [],
    ],
  ])("%s", (_what, world, expected) => {
    expect(said(world)).toEqual(expected);
  });

  test("Fargate waits for the one Pod of a node, and takes no Pod without its profile", () => {
    const fargate = rawNode("fargate-1", {
      labels: { "eks.amazonaws.com/compute-type": "fargate" },
      taints: [{ key: "eks.amazonaws.com/compute-type", value: "fargate", effect: "NoSchedule" }],
    });
    expect(said({ cluster: [fargate, rawNode("a")] })).toEqual(["120 s: Amazon Linux 2023 nodes (setting nodeShutdown)"]);
  });
});

describe("targets that are nodes", () => {
  const spot = [nodePool("default", { capacity: ["spot"] })];
  const short = { grace: 60, sleep: 50, targetType: "instance" } as const;

  test("which end before the target group has drained", () => {
    const [finding] = explained({ cluster: spot, ...short }).findings.filter(({ rule }) => rule === "fits-node-shutdown");
    expect(finding).toMatchObject({ subject: { kind: "Ingress" }, actual: 300, required: 120 });
    expect(finding && findingText(finding).what).toBe(
      `Ingress web/shop drains node targets for 300 s, but spot nodes in NodePool default allow 120 s (NodePool default ${capacity})`,
    );
  });

  test("are fine where the longest request is shorter", () => {
    expect(said({ cluster: spot, ...short, annotations: { "outlive.dev/request-timeout": "30s" } })).toEqual([]);
  });

  test("are fine on nodes that wait", () => {
    expect(said({ cluster: [nodePool("steady", { capacity: ["on-demand"] })], ...short })).toEqual([]);
  });
});

test("a decision costs no more in a cluster of many nodes that are alike", () => {
  const many = Array.from({ length: 2000 }, (_, index) => rawNode(`n-${index}`));
  expect(viewOf(many).keys("Node", "traits")).toHaveLength(1);
});
