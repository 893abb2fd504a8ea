import { describe, expect, test } from "vitest";
import { readDeployment } from "#kubernetes/objects/read-workload.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { loweredInjection } from "#policy/lowered-injection.ts";

const record = '{"version":1,"preStop":{"app":40},"gracePeriod":50,"was":30}';

function workload(sleep: number, grace: number, injected = record): Workload {
  const annotations = injected === "" ? {} : { "outlive.dev/injected": injected };
  const read = readDeployment({
    metadata: { name: "shop", namespace: "web" },
    spec: {
      template: {
        metadata: { annotations },
        spec: {
          terminationGracePeriodSeconds: grace,
          containers: [{ name: "app", lifecycle: { preStop: { sleep: { seconds: sleep } } } }],
        },
      },
    },
  });
  if (read === undefined) throw new Error("not read");
  return read;
}

const lowered = (now: Workload, before: Workload | undefined): readonly (readonly [string, unknown, unknown])[] =>
  loweredInjection(now, before).map(({ path, actual, required }) => [path.split(".").at(-1) ?? "", required, actual]);

const sized = workload(40, 50);

describe("an injected value that is lowered", () => {
  test.each<[string, Workload, Workload | undefined, readonly (readonly [string, number, number])[]]>([
    ["a grace period", workload(40, 45), sized, [["terminationGracePeriodSeconds", 50, 45]]],
    ["a sleep", workload(20, 50), sized, [["preStop", 40, 20]]],
    [
      "both",
      workload(20, 45),
      sized,
      [
        ["preStop", 40, 20],
        ["terminationGracePeriodSeconds", 50, 45],
      ],
    ],
    ["by another webhook, before it is stored", workload(40, 45), undefined, [["terminationGracePeriodSeconds", 50, 45]]],
    ["not one that is raised", workload(60, 120), sized, []],
    [
      "not one of a rollback to what was injected earlier",
      workload(20, 30, '{"version":1,"preStop":{"app":20},"gracePeriod":30}'),
      sized,
      [],
    ],
    ["not one that was never injected", workload(20, 45), workload(40, 50, ""), []],
    ["not one that was lowered earlier", workload(40, 45), workload(40, 45), []],
  ])("is told: %s", (_what, now, before, expected) => {
    expect(lowered(now, before)).toEqual(expected);
  });
});

test("it is a warning that names the field, what was injected and what is there now", () => {
  const found = loweredInjection(workload(10, 40, ""), sized);
  expect(
    found.map(({ rule, severity, subject, path, actual, required, because, details }) => ({
      rule,
      severity,
      name: subject.name,
      path,
      actual,
      required,
      because,
      details,
    })),
  ).toEqual(
    [
      ["containers[0].lifecycle.preStop", 10, 40],
      ["terminationGracePeriodSeconds", 40, 50],
    ].map(([field, actual, required]) => ({
      rule: "injected-value-lowered",
      severity: "warning",
      name: "shop",
      path: `spec.template.spec.${field}`,
      actual,
      required,
      because: [],
      details: { value: field },
    })),
  );
});
