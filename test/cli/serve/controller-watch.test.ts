import { expect, test } from "vitest";
import { watchController } from "#cli/serve/controller-watch.ts";
import type { Timers } from "#clock/clock.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { controllerDeployment } from "../../support/controller-manifests.ts";
import { viewOf } from "../../support/view.ts";

test("The log names the controller and its problems once, and again when they change", () => {
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are in order");
  let view = viewOf([controllerDeployment()]);
  let synced = false;
  let next: (() => void) | undefined;
  const lines: string[] = [];
  const clock: Timers = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    after: (_ms, run) => {
      next = run;
      return () => {
        next = undefined;
      };
    },
  };
  const line = (details: object): void => {
    lines.push(JSON.stringify(details));
  };
  const end = watchController({
    context: () => ({ view, ...read.configuration }),
    synced: () => synced,
    clock,
    log: { info: line, warn: line },
  });
  const said = (): readonly string[] => {
    next?.();
    return lines.splice(0);
  };
  expect(said()).toEqual([]);
  synced = true;
  expect(said()).toEqual([expect.stringContaining("v3.5.0"), expect.stringContaining("controller-budget-missing")]);
  expect(said()).toEqual([]);
  view = viewOf([controllerDeployment({ image: "aws-load-balancer-controller:v3.6.0", replicaCount: 1 })]);
  expect(said().map((text) => /controller-[a-z-]*(?=")/.exec(text)?.[0])).toEqual([
    undefined,
    "controller-version-unproven",
    "controller-single-replica",
  ]);
  end();
  expect(next).toBeUndefined();
});
