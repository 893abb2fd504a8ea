import { expect, test } from "vitest";
import { type CountOrPercent, rollingUpdateOf } from "#physics/rolling-update.ts";

test.each<[number, CountOrPercent, CountOrPercent, number, number]>([
  [4, undefined, undefined, 1, 1],
  [3, undefined, undefined, 1, 0],
  [1, undefined, undefined, 1, 0],
  [10, "25%", "25%", 3, 2],
  [10, 0, 0, 0, 1],
  [10, "0%", "0%", 0, 1],
  // 5 % of ten rounds down to none, so that one may be unavailable after all.
  [10, 0, "5%", 0, 1],
  [10, "5%", 0, 1, 0],
  [2, 0, 5, 0, 2],
  [2, "100%", "100%", 2, 2],
])(
  "of %i replicas with maxSurge %s and maxUnavailable %s, %i are added and %i taken away",
  (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
    expect(rollingUpdateOf(replicas, maxSurge, maxUnavailable)).toEqual({ surge, unavailable });
  },
);

test.each(["x", "-1", "1.5", "10 %", ""])("a value that the API server refuses, %j, gives no roll-out", (value) => {
  expect(rollingUpdateOf(4, value, undefined)).toBeUndefined();
  expect(rollingUpdateOf(4, undefined, value)).toBeUndefined();
});
