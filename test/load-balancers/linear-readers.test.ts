import { describe, expect, test } from "vitest";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { shapesOf } from "../support/amplified.ts";
import { plainWorld } from "../support/plain-world.ts";
import { stepsOf } from "../support/steps.ts";
import { tenantWorld } from "../support/tenant-world.ts";
import { viewOf } from "../support/view.ts";

const small = 1_000;

/** An entry more or less at one of the sizes, as they do not divide evenly. */
const noise = 500;

describe.each(tenantWorld.map((object) => ({ kind: String(object["kind"]), object })))("$kind", ({ object }) => {
  const others = plainWorld.filter((each) => each !== object);

  test("costs in proportion to each of its parts: to read, to index, and to find the target groups behind it", () => {
    const cost = (made: object): number =>
      stepsOf(() =>
        targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf([...others, made]), defaultControllerFlags),
      );
    // What doubling costs: what does not depend on the size, or comes with the first entry, is on both sides.
    const doubled = (of: (bytes: number) => object, bytes: number): number => cost(of(2 * bytes)) - cost(of(bytes));
    const superlinear = shapesOf(object, 37).flatMap(({ name, of }) => {
      const [less, more] = [doubled(of, small), doubled(of, 8 * small)];
      return more > 10 * Math.max(less, 0) + noise ? [`${name}: ${less} steps, then ${more}`] : [];
    });
    expect(superlinear).toEqual([]);
  });
});
