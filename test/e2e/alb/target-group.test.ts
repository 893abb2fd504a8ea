import { expect, test } from "vitest";
import { timedGroup } from "./fixture.ts";
import type { TargetChange } from "./target-group.ts";

const old = [
  { ip: "10.0.1.109", port: 1325 },
  { ip: "10.0.2.61", port: 1325 },
] as const;
const fresh = [
  { ip: "10.0.1.222", port: 1325 },
  { ip: "10.0.2.134", port: 1325 },
] as const;

const story = (changes: readonly TargetChange[], ip: string): readonly string[] =>
  changes
    .filter(({ target }) => target.ip === ip)
    .map(({ health, atMs }) =>
      [atMs / 1000, health.State, "Reason" in health ? health.Reason : undefined].filter((part) => part !== undefined).join(" "),
    );

test("a roll-out goes through the states that 'AWS Zero Deployment Downtime' prints, in their order", async () => {
  const { clock, group } = timedGroup();
  const changes: TargetChange[] = [];
  group.onChange((change) => changes.push(change));
  group.register(old);
  await clock.pass(100_000);
  group.deregister([old[1]]);
  group.register([fresh[0]]);
  await clock.pass(18_000);
  group.deregister([old[0]]);
  group.register([fresh[1]]);
  await clock.pass(60_000);
  expect(story(changes, "10.0.1.109")).toEqual([
    "0 initial Elb.RegistrationInProgress",
    "5 initial Elb.InitialHealthChecking",
    "5 healthy",
    "118 draining Target.DeregistrationInProgress",
    "153 unused Target.NotRegistered",
  ]);
  expect(story(changes, "10.0.1.222")).toEqual([
    "100 initial Elb.RegistrationInProgress",
    "105 initial Elb.InitialHealthChecking",
    "105 healthy",
  ]);
});

test("DescribeTargetHealth shows old targets draining and new ones healthy, with the texts of the published output", async () => {
  const { clock, group } = timedGroup();
  group.register(old);
  await clock.pass(60_000);
  group.register(fresh);
  await clock.pass(20_000);
  group.deregister(old);
  const inProgress = {
    State: "draining",
    Reason: "Target.DeregistrationInProgress",
    Description: "Target deregistration is in progress",
  };
  expect(group.describe()).toEqual([
    { target: old[0], health: inProgress },
    { target: old[1], health: inProgress },
    { target: fresh[0], health: { State: "healthy" } },
    { target: fresh[1], health: { State: "healthy" } },
  ]);
});

test("without a readiness gate there is a time in which every target is draining or initial ('no healthy targets')", async () => {
  const { clock, group } = timedGroup();
  group.register(old);
  await clock.pass(60_000);
  group.deregister(old);
  group.register(fresh);
  await clock.pass(2_000);
  expect(group.describe().map(({ health }) => health.State)).toEqual(["draining", "draining", "initial", "initial"]);
});

test("a target whose delay has passed is listed no more, though its Pod lives ('Pod lives without its associated target')", async () => {
  const { clock, group } = timedGroup();
  group.register(old);
  await clock.pass(60_000);
  group.deregister([old[1]]);
  await clock.pass(34_999);
  expect(group.describe()).toHaveLength(2);
  await clock.pass(1);
  expect(group.describe().map(({ target }) => target)).toEqual([old[0]]);
  expect(group.healthOf(old[1])).toMatchObject({ State: "unused", Reason: "Target.NotRegistered" });
});

test("a target that is registered while it drains begins anew (AWS Load Balancer Controller: draining targets are ignored when matching)", async () => {
  const { clock, group } = timedGroup();
  group.register([old[0]]);
  await clock.pass(60_000);
  group.deregister([old[0]]);
  await clock.pass(10_000);
  group.register([old[0]]);
  await clock.pass(60_000);
  expect(group.describe()).toEqual([{ target: old[0], health: { State: "healthy" } }]);
});

test("a group that no listener rule uses leaves its targets unused (Target.NotInUse of the ELBv2 API)", async () => {
  const { clock, group } = timedGroup({ inUse: false });
  group.register([old[0]]);
  await clock.pass(60_000);
  expect(group.healthOf(old[0])).toMatchObject({ State: "unused", Reason: "Target.NotInUse" });
});

test("checks turn a target unhealthy and back after as many in a row as the thresholds say (user guide, 'Health checks')", async () => {
  const { clock, group, checksFind } = timedGroup();
  const changes: TargetChange[] = [];
  group.onChange((change) => changes.push(change));
  group.register([old[0]]);
  await clock.pass(6_000);
  checksFind({ passed: false, why: "status", status: 503 });
  await clock.pass(30_000);
  checksFind({ passed: true });
  await clock.pass(30_000);
  expect(story(changes, "10.0.1.109").slice(2)).toEqual(["5 healthy", "35 unhealthy Target.ResponseCodeMismatch", "65 healthy"]);
});
