import { expect, test } from "vitest";
import { explanationHtml } from "#explain/explanation-html.ts";
import { explanationText } from "#explain/explanation-text.ts";
import { seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation } from "./explanation-sample.ts";

const pool = { apiVersion: "karpenter.sh/v1", kind: "NodePool", name: "<b>default" };
const deployment = { apiVersion: "apps/v1", kind: "Deployment", namespace: "kube-system", name: "lbc" };

const explanation: Explanation = {
  ...sampleExplanation,
  controller: {
    controllers: [
      {
        ref: deployment,
        image: "aws-load-balancer-controller:v3.5.0",
        version: "v3.5.0",
        replicas: 2,
        flags: {},
        watchNamespace: "",
        leaderElection: true,
        injectsGates: true,
        maxTargets: 0,
        callRate: { perSecond: 4, burst: 20 },
        refused: [],
      },
    ],
    flags: [
      { flag: "--cluster-name", value: "production", source: fromObject(deployment, "arguments") },
      { flag: "--default-target-type", value: "ip", source: { from: "setting", name: "controller.defaultTargetType" } },
    ],
    autoMode: false,
  },
  nodes: [
    { name: "nodes in NodePool steady", bounds: [], stopsAtOnce: true },
    {
      name: "spot nodes in NodePool <b>default",
      bounds: [{ end: "spot-interruption", seconds: seconds(120), source: fromObject(pool, "requirements") }],
      stopsAtOnce: false,
    },
  ],
};

const lines = [
  "AWS Load Balancer Controller v3.5.0: Deployment kube-system/lbc, 2 replicas",
  '--cluster-name "production" (Deployment kube-system/lbc arguments)',
  '--default-target-type "ip" (setting controller.defaultTargetType)',
  "when its leader ends, no target is deregistered for about 17 s",
  "nodes in NodePool steady: a drain waits for the whole grace period; a machine that stops without a drain does not wait",
];

test("The controller and the nodes are shown with their sources, the tightest nodes first", () => {
  const text = explanationText(explanation, { width: 300, color: false });
  const spot = "spot nodes in NodePool <b>default: spot interruption allows 120 s (NodePool <b>default requirements)";
  for (const line of [...lines, spot]) expect(text).toContain(`- ${line}`);
  expect(text.indexOf(spot)).toBeLessThan(text.indexOf("nodes in NodePool steady"));
});

test("A page shows the same, escaped", () => {
  const html = explanationHtml(explanation);
  for (const line of lines) expect(html).toContain(line.replaceAll('"', "&quot;"));
  expect(html).not.toContain("<b>default");
});

test("Of a cluster with hundreds of groups, those that allow least are named and the others counted", () => {
  const nodes = Array.from({ length: 300 }, (_, index) => ({
    name: `nodes in NodePool p${index}`,
    bounds: [{ end: "node-pool-drain" as const, seconds: seconds(1000 - index), source: fromObject(pool, "period") }],
    stopsAtOnce: false,
  }));
  const text = explanationText({ ...explanation, nodes }, { width: 300, color: false });
  expect(text).toContain("- nodes in NodePool p299: drain by Karpenter allows 701 s");
  expect(text).toContain("- 288 other groups that allow as much or more");
});
