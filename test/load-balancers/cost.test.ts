import { expect, test } from "vitest";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { hostileWorlds } from "../support/hostile-worlds.ts";
import { stepsOf } from "../support/steps.ts";
import { viewOf } from "../support/view.ts";

test.each(hostileWorlds)("8 times as many $name cost at most 10 times as much", ({ of, largest }) => {
  const cost = (n: number): number => {
    const documents = of(n);
    return stepsOf(() =>
      targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf(documents), defaultControllerFlags),
    );
  };
  const n = Math.ceil(Math.min(largest, 800) / 8);
  cost(n);
  expect(cost(8 * n) / cost(n)).toBeLessThan(10);
});
