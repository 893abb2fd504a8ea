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
  // V8 forgets counts of code that it throws away for want of memory, so a ratio can be too large, but not three times in a row.
  expect(Math.min(...[1, 2, 3].map(() => cost(8 * n) / cost(n)))).toBeLessThan(10);
});
