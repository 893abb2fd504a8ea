/** The rule about nodes, with nodes whose bounds are known. */
import { describe, expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { NodeBound, NodeGroup } from "#model/nodes/node-group.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { facts, type Given, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const spot = (ends: number): NodeBound => ({ end: "spot-interruption", seconds: seconds(ends), source: { from: "default" } });
const nodes = (name: string, ...bounds: readonly number[]): NodeGroup => ({ name, bounds: bounds.map(spot), stopsAtOnce: false });
const on = (given: Given, ...groups: readonly NodeGroup[]): WorkloadFacts => ({ ...facts(given), nodes: groups });
const found = (given: WorkloadFacts) => rules["fits-node-shutdown"].find(given, defaultParameters);

const unset = { deregistrationDelay: { value: seconds(300), source: { from: "default" } } } as const;
const instance = (change: Partial<TargetGroup> & { readonly delay?: number } = {}) =>
  targetGroup({ targetType: "instance", ...change });

describe("the grace period", () => {
  test.each([
    ["as long as the tightest nodes allow", on({ grace: 60 }, nodes("a", 120), nodes("b", 300, 60)), []],
    ["a second longer", on({ grace: 61 }, nodes("a", 120), nodes("b", 300, 60)), ["b"]],
    ["longer than one other group, too", on({ grace: 121 }, nodes("a", 120), nodes("b", 60)), ["b (and 1 other group)"]],
    [
      "longer than two others, too",
      on({ grace: 121 }, nodes("a", 120), nodes("b", 60), nodes("c", 90), nodes("d", 121)),
      ["b (and 2 other groups)"],
    ],
    ["longer than no other group: one allows as much as it takes", on({ grace: 121 }, nodes("a", 121), nodes("b", 60)), ["b"]],
    ["on nodes that wait without an end", on({ grace: 9_000 }, nodes("a")), []],
    ["beside nodes that wait without an end", on({ grace: 121 }, nodes("a"), nodes("b", 120)), ["b"]],
  ])("%s", (_sentence, given, named) => {
    expect(found(given).map(({ details }) => details["nodes"])).toEqual(named);
  });

  test("is compared with what ends the node", () => {
    expect(found(on({ grace: 121 }, nodes("a", 120)))).toMatchObject([
      {
        subject: shopRef,
        path: "spec.template.spec.terminationGracePeriodSeconds",
        actual: 121,
        required: 120,
        because: [{ name: "gracePeriod" }, { name: "nodeShutdown", value: 120, source: { from: "default" } }],
        details: { end: "spot-interruption" },
      },
    ]);
  });

  // S = D + 5, G = S + 5 + 5 is what a route makes of it; S = 20 for an ALB's propagation.
  test.each([
    ["is too long by itself where the delays would fit", { groups: [targetGroup({ delay: 105 })] }, "grace"],
    ["is made too long by a delay", { groups: [targetGroup({ delay: 106 })] }, "routes"],
    ["is made too long by one of two delays", { groups: [targetGroup({ delay: 35 }), targetGroup({ delay: 106 })] }, "routes"],
    ["is made too long by a shutdown that the delay does not leave time for", { shutdown: 80 }, "routes"],
    ["is too long by itself where only the default delay is longer", { groups: [targetGroup(unset)] }, "grace"],
    ["is made too long by propagation", { groups: [targetGroup({ ...unset, loadBalancer: "nlb" })] }, "routes"],
    [
      "is made too long by propagation of one of two",
      { groups: [targetGroup(unset), targetGroup({ ...unset, loadBalancer: "nlb" })] },
      "routes",
    ],
    [
      "is too long by itself where propagation takes all the time that is left",
      { shutdown: 95, groups: [targetGroup(unset)] },
      "grace",
    ],
    ["is made too long by propagation and a shutdown", { shutdown: 96, groups: [targetGroup(unset)] }, "routes"],
  ])("%s", (_sentence, given, tooLong) => {
    expect(found(on({ grace: 200, ...given }, nodes("a", 120))).map(({ details }) => details["tooLong"])).toEqual([tooLong]);
  });
});

describe("a node that is the target", () => {
  test.each([
    ["may end with the delay", on({ groups: [instance({ delay: 120 })] }, nodes("a", 120)), []],
    ["ends before the delay", on({ groups: [instance({ delay: 121 })] }, nodes("a", 120)), [121]],
    ["ends before the longest request", on({ request: 130, groups: [instance({ delay: 300 })] }, nodes("a", 120)), [130]],
    ["ends after the longest request", on({ request: 60, groups: [instance({ delay: 300 })] }, nodes("a", 120)), []],
    ["has a delay that nobody chose", on({ groups: [instance(unset)] }, nodes("a", 120)), []],
    [
      "has a delay that nobody chose, and requests that last",
      on({ request: 130, groups: [instance(unset)] }, nodes("a", 120)),
      [130],
    ],
    ["is of no kind that is known", on({ groups: [instance({ delay: 300 })] }), []],
    [
      "has Pods as targets beside it",
      on({ groups: [targetGroup({ delay: 300 }), instance({ delay: 60 })] }, nodes("a", 120)),
      [],
    ],
  ])("%s", (_sentence, given, actual) => {
    expect(found(given).map((breach) => breach.actual)).toEqual(actual);
  });

  test("is named with the route, the workload and the nodes", () => {
    expect(found(on({ groups: [instance({ delay: 300 })] }, nodes("a", 120)))).toMatchObject([
      {
        subject: ingressRef,
        path: "delay",
        required: 120,
        because: [{ name: "deregistrationDelay" }, { name: "nodeShutdown" }],
        details: { targets: "nodes", workload: "Deployment web/shop", nodes: "a", origin: "Ingress web/shop" },
      },
    ]);
  });

  test.each([
    ["AWS uses its default", { from: "aws", age: undefined, byDefault: true }, []],
    ["AWS uses what somebody set there", { from: "aws", age: undefined, byDefault: false }, [300]],
    ["nobody can say", { from: "assumed" }, []],
  ] as const)("counts as chosen or not where %s", (_sentence, source, actual) => {
    const group = instance({ deregistrationDelay: { value: seconds(300), source } });
    expect(found(on({ groups: [group] }, nodes("a", 120))).map((breach) => breach.actual)).toEqual(actual);
  });
});
