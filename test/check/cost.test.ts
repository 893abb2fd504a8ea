/** A check looks at every object of its files, each in front of all the others: together that must stay in proportion to the files. */
import { expect, test } from "vitest";
import { check } from "#check/check.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { manifestsOfObjects } from "#manifests/given-objects.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { hostileWorlds } from "../support/hostile-worlds.ts";
import { stepsOf } from "../support/steps.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are no configuration");
const { configuration } = settings;

test.each(hostileWorlds)("8 times as many $name cost a check at most 10 times as much", ({ of, largest }) => {
  const cost = (n: number): number => {
    const documents = of(n);
    return stepsOf(() => check(manifestsOfObjects(watchedKinds, documents, "shop"), configuration));
  };
  const n = Math.ceil(Math.min(largest, 800) / 8);
  cost(n);
  expect(cost(8 * n) / cost(n)).toBeLessThan(10);
});
