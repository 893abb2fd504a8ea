import { describe, expect, test } from "vitest";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { shapesOf } from "../support/amplified.ts";
import { plainWorld } from "../support/plain-world.ts";
import { stepsOf } from "../support/steps.ts";
import { viewOf } from "../support/view.ts";

const small = 2_000;

/** Below, what does not depend on the size hides what does. */
const noise = 3_000;

describe.each(plainWorld.map((object, index) => ({ kind: String(object["kind"]), object, index })))(
  "$kind",
  ({ object, index }) => {
    const others = plainWorld.filter((_, at) => at !== index);

    test("costs in proportion to each of its parts: to read, to index, and to find the target groups behind it", () => {
      const cost = (made: object): number =>
        stepsOf(() =>
          targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf([...others, made]), defaultControllerFlags),
        );
      const empty = cost(object);
      const superlinear = shapesOf(object, 7).flatMap(({ name, of }) => {
        const less = Math.max(cost(of(small)) - empty, 0);
        const more = Math.max(cost(of(8 * small)) - empty, 0);
        return more > 10 * less + noise ? [`${name}: ${less} steps, then ${more}`] : [];
      });
      expect(superlinear).toEqual([]);
    });
  },
);
