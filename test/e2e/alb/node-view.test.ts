import { describe, expect, test } from "vitest";
import { timedGroup } from "./fixture.ts";
import { eligibleTargets, NodeView } from "./node-view.ts";
import { draining, firstChecks, healthy, type TargetHealth, unhealthyAfter } from "./target-health.ts";

const a = { ip: "10.0.0.1", port: 80 };
const b = { ip: "10.0.0.2", port: 80 };
const unhealthy = unhealthyAfter({ passed: false, why: "timeout" });

describe("which targets take requests", () => {
  test.each<readonly [string, TargetHealth, TargetHealth, readonly object[]]>([
    ["healthy ones only, where there is one (user guide, 'Target health status')", healthy, unhealthy, [a]],
    ["a draining one rests while another is healthy ('Deregistration delay')", draining, healthy, [b]],
    ["all unhealthy: to all of them ('Target group health', fail-open)", unhealthy, unhealthy, [a, b]],
    [
      "draining and initial: to the draining one ('NO healthy targets' of AWS Zero Deployment Downtime)",
      draining,
      firstChecks,
      [a],
    ],
    ["initial ones take nothing ('the target in initial state is not taking traffic', the same)", firstChecks, firstChecks, []],
  ])("%s", (_, ofA, ofB, expected) => {
    expect(
      eligibleTargets([
        { target: a, health: ofA },
        { target: b, health: ofB },
      ]),
    ).toEqual(expected);
  });
});

const chosen = (view: NodeView, times = 4): ReadonlySet<string> =>
  new Set(Array.from({ length: times }, () => view.next()?.ip ?? "-"));

test("requests take turns among healthy targets (round robin, the default of load_balancing.algorithm.type)", async () => {
  const { clock, group } = timedGroup();
  const view = new NodeView(group, 8_000, clock);
  group.register([a, b]);
  await clock.pass(10_000);
  expect([view.next(), view.next(), view.next(), view.next()]).toEqual([b, a, b, a]);
});

test("a deregistered target gets new requests until the lag has passed (#1064 of the AWS Load Balancer Controller)", async () => {
  const { clock, group } = timedGroup();
  const view = new NodeView(group, 8_000, clock);
  group.register([a, b]);
  await clock.pass(10_000);
  group.deregister([a]);
  await clock.pass(7_999);
  expect(chosen(view)).toEqual(new Set(["10.0.0.1", "10.0.0.2"]));
  await clock.pass(1);
  expect(chosen(view)).toEqual(new Set(["10.0.0.2"]));
});

test("a delay of 0 does not shorten the lag (#2366 of the AWS Load Balancer Controller)", async () => {
  const { clock, group } = timedGroup({ deregistrationDelayMs: 0 });
  const view = new NodeView(group, 8_000, clock);
  group.register([a, b]);
  await clock.pass(10_000);
  group.deregister([a]);
  await clock.pass(7_000);
  expect(group.describe().map(({ target }) => target)).toEqual([b]);
  expect(chosen(view)).toContain("10.0.0.1");
  await clock.pass(1_000);
  expect(chosen(view)).toEqual(new Set(["10.0.0.2"]));
});

test("what is in flight is told when the delay is over, not before", async () => {
  const { clock, group } = timedGroup();
  const view = new NodeView(group, 8_000, clock);
  const removed: unknown[] = [];
  view.onRemoved((target) => removed.push(target));
  group.register([a]);
  await clock.pass(10_000);
  group.deregister([a]);
  await clock.pass(34_999);
  expect(removed).toEqual([]);
  await clock.pass(1);
  expect(removed).toEqual([a]);
});
