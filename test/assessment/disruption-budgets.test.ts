import { expect, test } from "vitest";
import { disruptionBudgetsOf } from "#assessment/disruption-budgets.ts";
import { viewOf } from "../support/view.ts";

/** Whether a budget with such limits ever lets one of so many Pods be evicted. */
function blocks(limits: object, pods: number | undefined): boolean | undefined {
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "shop", namespace: "web" },
    spec: { selector: { matchLabels: { app: "shop" } }, ...limits },
  };
  return disruptionBudgetsOf({ namespace: "web", labels: { app: "shop" } }, pods, viewOf([budget]))[0]?.blocksEveryEviction;
}

test.each<[object, number | undefined, boolean]>([
  [{ minAvailable: 1 }, 1, true],
  [{ minAvailable: 1 }, 2, false],
  [{ minAvailable: 3 }, 2, true],
  // The disruption controller rounds up: half of one Pod is one, 67 % of three are three.
  [{ minAvailable: "50%" }, 1, true],
  [{ minAvailable: "50%" }, 2, false],
  [{ minAvailable: "67%" }, 3, true],
  [{ minAvailable: "66%" }, 3, false],
  [{ minAvailable: "100%" }, 5, true],
  [{ minAvailable: "0%" }, 1, false],
  [{ maxUnavailable: 0 }, 5, true],
  [{ maxUnavailable: "0%" }, 5, true],
  [{ maxUnavailable: "1%" }, 3, false],
  [{ maxUnavailable: 1 }, 1, false],
  [{}, 1, false],
  // How many Pods there are, nobody knows: a DaemonSet, a Pod by itself.
  [{ minAvailable: 1 }, undefined, false],
  [{ minAvailable: "50%" }, undefined, false],
  [{ minAvailable: "100%" }, undefined, true],
  [{ maxUnavailable: "0%" }, undefined, true],
  [{ maxUnavailable: "1%" }, undefined, false],
  [{ minAvailable: "many" }, 2, false],
  [{ minAvailable: 1 }, 0, false],
])("a budget of %j for %s Pods blocks every eviction: %s", (limits, pods, expected) => {
  expect(blocks(limits, pods)).toBe(expected);
});
