/** Each list and map of each object that a tenant may write, grown and under review. */
import { describe, expect, test } from "vitest";
import { createAdmission } from "#admission/admit.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { reviewOfCreate } from "../support/admission.ts";
import { type Shape, shapesOf } from "../support/amplified.ts";
import { plainWorld } from "../support/plain-world.ts";
import type { Raw } from "../support/routing.ts";
import { stepsOf } from "../support/steps.ts";
import { tenantWorld } from "../support/tenant-world.ts";
import { viewOf } from "../support/view.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are in order");
const { configuration } = settings;

const store = viewOf(plainWorld);
const { handle } = createAdmission({ view: store, synced: () => true, configuration: () => configuration });
const reviewOf = (object: Raw): object =>
  reviewOfCreate(object, object["kind"] === "Ingress" ? "ingresses" : `${String(object["kind"]).toLowerCase()}s`);
const decide = (review: object): void => {
  handle("mutate", review);
  handle("validate", review);
};

const small = 8_000;

/** Below, what begins to be looked at hides how its cost grows. */
const noise = 10_000;

/** V8 forgets counts of code that it throws away for want of memory, but not three times in a row. */
function superlinear(object: Raw, cost: (made: Raw) => number): readonly string[] {
  const tooMuch = (of: Shape["of"]): string | undefined => {
    const [less, more] = [cost(of(small)), cost(of(8 * small))];
    return more > 10 * less + noise ? `${less} steps, then ${more}` : undefined;
  };
  return listsAndMaps(object).flatMap(({ name, of }) => {
    const found = tooMuch(of) && tooMuch(of) && tooMuch(of);
    return found === undefined ? [] : [`${name}: ${found}`];
  });
}

/** How long texts are read is tested in `test/load-balancers/linear-readers.test.ts`. */
const listsAndMaps = (object: Raw): readonly Shape[] =>
  shapesOf(object, 101).filter(({ name }) => !name.endsWith(" repeated") || name.endsWith("one entry repeated"));

describe.each(tenantWorld.map((object) => ({ kind: String(object["kind"]), object })))("$kind", ({ object }) => {
  test("under review costs in proportion to each of its parts", () => {
    const cost = (made: Raw): number => {
      const review = reviewOf(made);
      return stepsOf(() => decide(review));
    };
    cost(object);
    expect(superlinear(object, cost)).toEqual([]);
  });
});
