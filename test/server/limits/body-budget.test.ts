import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBodyBudget } from "#server/limits/body-budget.ts";

describe("the budget of bodies", () => {
  test("past it the oldest give way, as many as are needed", () => {
    const budget = createBodyBudget(100);
    const gone: string[] = [];
    const hold = (name: string, bytes: number): void => budget.hold(() => gone.push(name)).take(bytes);
    hold("first", 30);
    hold("second", 30);
    hold("third", 30);
    expect(gone).toEqual([]);
    hold("fourth", 50);
    expect(gone).toEqual(["first", "second"]);
    expect(budget.heldBytes()).toBe(80);
  });

  test("a body that is larger than all of it gives way itself", () => {
    const budget = createBodyBudget(100);
    let gone = 0;
    const body = budget.hold(() => {
      gone += 1;
    });
    body.take(101);
    body.take(101);
    expect([gone, budget.heldBytes()]).toEqual([1, 0]);
  });

  test("never holds more than its limit, and nothing once all are released", () => {
    const step = fc.record({ body: fc.nat(9), bytes: fc.nat(60), release: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const budget = createBodyBudget(100);
        const bodies = Array.from({ length: 10 }, () => budget.hold(() => {}));
        for (const { body, bytes, release } of steps) {
          if (release) bodies[body]?.release();
          else bodies[body]?.take(bytes);
          expect(budget.heldBytes()).toBeLessThanOrEqual(100);
        }
        for (const body of bodies) body.release();
        expect(budget.heldBytes()).toBe(0);
      }),
    );
  });
});
