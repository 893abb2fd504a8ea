import { describe, expect, test } from "vitest";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { shapesOf } from "../support/amplified.ts";
import { plainWorld } from "../support/plain-world.ts";
import { stepsOf } from "../support/steps.ts";
import { tenantWorld } from "../support/tenant-world.ts";
import { viewOf } from "../support/view.ts";

const small = 2_000;

/** Below, what does not depend on the size hides what does. */
const noise = 3_000;

describe.each(tenantWorld.map((object) => ({ kind: String(object["kind"]), object })))("$kind", ({ object }) => {
  const others = plainWorld.filter((each) => each !== object);

  test("costs in proportion to each of its parts: to read, to index, and to find the target groups behind it", () => {
    const cost = (made: object): number =>
      stepsOf(() =>
        targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf([...others, made]), defaultControllerFlags),
      );
    // Counts of the same work become smaller while V8 optimises it, so each is compared with one of the same moment.
    const grown = (of: (bytes: number) => object, bytes: number): number => Math.max(cost(of(bytes)) - cost(object), 0);
    const tooMuch = (of: (bytes: number) => object): string | undefined => {
      const [less, more] = [grown(of, small), grown(of, 8 * small)];
      return more > 10 * less + noise ? `${less} steps, then ${more}` : undefined;
    };
    // V8 forgets counts of code that it throws away for want of memory, but not three times in a row.
    const superlinear = shapesOf(object, 37).flatMap(({ name, of }) => {
      const found = tooMuch(of) && tooMuch(of) && tooMuch(of);
      return found === undefined ? [] : [`${name}: ${found}`];
    });
    expect(superlinear).toEqual([]);
  });
});
