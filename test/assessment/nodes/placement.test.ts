import { expect, test } from "vitest";
import { type NodeSources, nodeGroupsFor } from "#assessment/nodes/node-groups.ts";
import { readPlacement } from "#kubernetes/objects/nodes/read-placement.ts";
import { budgeted } from "#kubernetes/view/work-budget.ts";
import { seconds } from "#model/findings/seconds.ts";
import { nodePool, rawNode, sixPools } from "../../support/node-pools.ts";
import { viewOf } from "../../support/view.ts";

const sources = (documents: readonly unknown[]): NodeSources => ({
  view: viewOf(documents),
  excludedNamespaces: [],
  nodeShutdown: seconds(120),
});

const namesFor = (spec: object, documents: readonly unknown[] = sixPools): readonly string[] =>
  nodeGroupsFor(readPlacement(spec), sources(documents)).map(({ name }) => name);

test("a Pod that says nothing of its nodes keeps no placement", () => {
  expect(readPlacement({ containers: [] })).toBeUndefined();
});

test.each<[string, object]>([
  ["tolerations", { tolerations: Array.from({ length: 5000 }, (_, index) => ({ key: `k${index}`, operator: "Exists" })) }],
  ["labels", { nodeSelector: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, "v"])) }],
  [
    "terms",
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: Array.from({ length: 5000 }, () => ({ matchExpressions: [{ key: "a", operator: "Exists" }] })),
          },
        },
      },
    },
  ],
])("more %s than anybody writes rule nothing out", (_what, spec) => {
  expect(namesFor(spec)).toHaveLength(8);
});

test("a list of values that nobody compares rules nothing out", () => {
  const values = Array.from({ length: 501 }, (_, index) => `v${index}`);
  const terms = [{ matchExpressions: [{ key: "tier", operator: "In", values }] }];
  const spec = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } };
  expect(namesFor(spec)).toHaveLength(7);
});

test("a decision is charged for the groups of the cluster, not for its nodes", () => {
  const nodes = Array.from({ length: 20_000 }, (_, index) =>
    rawNode(`n-${index}`, { labels: { "topology.kubernetes.io/zone": `z${index % 3}` } }),
  );
  const given = sources(nodes);
  const view = budgeted(given.view, new WeakSet(), 5_000);
  expect(nodeGroupsFor(undefined, { ...given, view }).map(({ name }) => name)).toEqual(["Amazon Linux 2023 nodes"]);
});

test("labels of single nodes are cut off before they cost as much as the nodes", () => {
  const nodes = Array.from({ length: 1000 }, (_, index) =>
    rawNode(`n-${index}`, { labels: { rack: `r${index}` }, osImage: `x` }),
  );
  expect(nodeGroupsFor({ nodeSelector: { rack: "r1" }, terms: [], tolerations: [] }, sources(nodes))).toHaveLength(1);
});

test.each<[string, string]>([
  ["24h", "86400"],
  ["24h0m0s", "86400"],
  ["1h30m", "5400"],
  ["90s", "90"],
  ["0s", "0"],
  ["Never", "none"],
  ["1d", "none"],
  ["", "none"],
])("a period of %s is %s seconds", (period, expected) => {
  const [group] = nodeGroupsFor(undefined, sources([nodePool("p", { capacity: ["on-demand"], period })]));
  expect(String(group?.bounds[0]?.seconds ?? "none")).toBe(expected);
});
