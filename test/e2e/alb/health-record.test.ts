import { describe, expect, test } from "vitest";
import { matches } from "./health-check.ts";
import { afterCheck, type HealthRecord } from "./health-record.ts";
import { type CheckResult, draining, firstChecks, healthy, unhealthyAfter } from "./target-health.ts";

const thresholds = { healthyThreshold: 3, unhealthyThreshold: 2 };
const pass: CheckResult = { passed: true };
const timeout = { passed: false, why: "timeout" } as const;
const status = { passed: false, why: "status", status: 404 } as const;

describe("user guide for Application Load Balancers, 'Health checks'", () => {
  const unhealthy = unhealthyAfter(timeout);
  const rows: readonly (readonly [string, HealthRecord, readonly CheckResult[], HealthRecord])[] = [
    ["a new target is healthy after one check", { health: firstChecks, against: 0 }, [pass], { health: healthy, against: 0 }],
    [
      "a new target is unhealthy after two",
      { health: firstChecks, against: 0 },
      [timeout, timeout],
      { health: unhealthy, against: 0 },
    ],
    ["one failure changes nothing", { health: healthy, against: 0 }, [timeout], { health: healthy, against: 1 }],
    [
      "a success between failures starts the count again",
      { health: healthy, against: 0 },
      [timeout, pass, timeout],
      { health: healthy, against: 1 },
    ],
    ["two successes are too few", { health: unhealthy, against: 0 }, [pass, pass], { health: unhealthy, against: 2 }],
    ["three successes are enough", { health: unhealthy, against: 0 }, [pass, pass, pass], { health: healthy, against: 0 }],
    [
      "the reason is that of the last failure",
      { health: unhealthy, against: 0 },
      [status],
      { health: unhealthyAfter(status), against: 0 },
    ],
    ["a draining target stays so", { health: draining, against: 0 }, [pass, pass, pass], { health: draining, against: 0 }],
  ];
  test.each(rows)("%s", (_, before, results, after) => {
    expect(results.reduce((record, result) => afterCheck(record, result, thresholds), before)).toEqual(after);
  });
});

test.each([
  ["200", 200, true],
  ["200", 301, false],
  ["200,301", 301, true],
  ["200-399", 302, true],
  ["200-399", 404, false],
])("success codes %s with %d: %s (Matcher of the ELBv2 API)", (matcher, code, expected) => {
  expect(matches(matcher, code)).toBe(expected);
});
