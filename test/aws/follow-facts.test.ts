import { expect, test } from "vitest";
import { AwsFailure } from "#aws/api/aws-failure.ts";
import type { ElbApi } from "#aws/api/elb-api.ts";
import { type FollowFactsChoice, followFacts } from "#aws/follow-facts.ts";
import { seconds } from "#model/findings/seconds.ts";
import { FakeClock } from "../kubernetes/watch/fake-clock.ts";

const arn = (name: string, region = "eu-west-1"): string =>
  `arn:aws:elasticloadbalancing:${region}:123456789012:targetgroup/${name}/7055c9ceba04f4e3`;

interface World {
  readonly groups: readonly string[];
  delay: string;
  fail: Error | undefined;
  requests: number;
  opened: string[];
}

function apiOf(world: World): ElbApi {
  const answer = <T>(value: () => T): Promise<T> => {
    world.requests += 1;
    return world.fail === undefined ? Promise.resolve(value()) : Promise.reject(world.fail);
  };
  const none = { items: [], next: undefined };
  return {
    targetGroupPage: () =>
      answer(() => ({
        items: world.groups.map((each) => ({
          arn: each,
          kind: "alb",
          targetType: "ip",
          healthCheck: undefined,
          loadBalancers: [],
        })),
        next: undefined,
      })),
    targetGroupAttributes: () => answer(() => ({ "deregistration_delay.timeout_seconds": world.delay })),
    loadBalancers: () => answer(() => []),
    loadBalancerAttributes: () => answer(() => ({})),
    listenerPage: () => answer(() => none),
    listenerAttributes: () => answer(() => ({})),
    targetHealth: () => answer(() => []),
    close: () => {},
  };
}

const regions = ["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2"];
const everyGroup = [
  arn("web"),
  arn("old"),
  ...regions.flatMap((region) => [arn("a", region), arn("b", region)]),
  ...Array.from({ length: 200 }, (_, at) => arn(`g${at}`)),
];

function followed(given: Partial<FollowFactsChoice> = {}) {
  const time = new FakeClock();
  const clock = { nowMs: () => time.nowMs(), monotonicMs: () => time.nowMs(), sleep: time.sleep.bind(time) };
  const world: World = { groups: everyGroup, delay: "35", fail: undefined, requests: 0, opened: [] };
  const events: string[] = [];
  const facts = followFacts({
    load: () =>
      Promise.resolve(({ region }) => {
        world.opened.push(region);
        return apiOf(world);
      }),
    wanted: () => [arn("web")],
    region: undefined,
    endpoint: undefined,
    prefer: "larger",
    refresh: seconds(300),
    requestsPerSecond: 2,
    clock,
    random: () => 0.5,
    onFailure: ({ message }) => events.push(message),
    onRecovered: () => events.push("recovered"),
    ...given,
  });
  const delay = (): string | undefined => {
    const fact = facts.facts().targetGroup(arn("web"));
    return fact?.exists === true ? fact.targetGroup.attributes["deregistration_delay.timeout_seconds"] : undefined;
  };
  return { time, world, events, facts, delay };
}

test("facts are there after the first round, and are read again when they are old", async () => {
  const { time, world, facts, delay } = followed();
  await time.until(() => delay() === "35");
  world.delay = "40";
  const before = world.requests;
  time.advance(200_000);
  await time.until(() => true);
  expect(world.requests).toBe(before);
  await time.until(() => delay() === "40", 1_000);
  await facts.stop();
});

test("a failure is reported once and not in every round, the facts stay, and the recovery is reported", async () => {
  const { time, world, events, facts, delay } = followed({ refresh: seconds(30) });
  await time.until(() => delay() === "35");
  world.fail = Object.assign(new Error("no"), { name: "AccessDenied" });
  const before = world.requests;
  await time.until(() => world.requests > before + 3, 5_000);
  expect(events).toEqual([expect.stringContaining("denies")]);
  expect(delay()).toBe("35");
  world.fail = undefined;
  await time.until(() => events.length > 1, 20_000);
  expect(events.at(-1)).toBe("recovered");
  await facts.stop();
});

test("after failures a region is asked more rarely, down to once in a quarter of an hour", async () => {
  const triedAtMs: number[] = [];
  const { time, facts } = followed({
    load: () => {
      triedAtMs.push(time.nowMs());
      return Promise.reject(new AwsFailure("sdk-missing", "", ""));
    },
  });
  await time.until(() => triedAtMs.length > 10, 5_000);
  const pauses = triedAtMs.slice(1).map((atMs, index) => atMs - (triedAtMs[index] ?? 0));
  expect(pauses[0]).toBeGreaterThanOrEqual(30_000);
  expect(pauses.slice(0, 5).every((pause, index, all) => index === 0 || pause > (all[index - 1] ?? 0))).toBe(true);
  for (const pause of pauses.slice(6)) expect(pause).toBeGreaterThanOrEqual(900_000);
  for (const pause of pauses.slice(6)) expect(pause).toBeLessThan(930_000);
  await facts.stop();
});

test("a region that somebody made up does not hold up the others", async () => {
  const { time, facts, world } = followed({
    refresh: seconds(30),
    wanted: () => [arn("made-up", "eu-west-9"), arn("web")],
    load: () =>
      Promise.resolve(({ region }) => {
        world.opened.push(region);
        const api = apiOf(world);
        const unreachable = Object.assign(new Error("no such host"), { code: "ENOTFOUND" });
        return region === "eu-west-9" ? { ...api, targetGroupPage: () => Promise.reject(unreachable) } : api;
      }),
  });
  const ageIs = (least: number) => (): boolean => (facts.facts().targetGroup(arn("web"))?.age ?? 0) >= least;
  await time.until(() => facts.size() === 1, 1_000);
  await time.until(ageIs(30), 1_000);
  for (let turn = 0; turn < 20; turn += 1) {
    await time.until(() => !ageIs(20)(), 1_000);
    await time.until(ageIs(20), 1_000);
  }
  await facts.stop();
});

test("each region has one client; those beyond four are left out, and so is any other than the configured one", async () => {
  const wanted = (): readonly string[] => regions.flatMap((region) => [arn("a", region), arn("b", region)]);
  const all = followed({ wanted });
  await all.time.until(() => all.facts.size() === 8);
  expect(all.world.opened).toHaveLength(4);
  await all.facts.stop();
  const one = followed({ wanted, region: "us-east-1" });
  await one.time.until(() => one.facts.size() === 2);
  expect(one.world.opened).toEqual(["us-east-1"]);
  await one.facts.stop();
});

test("what no binding names any more is forgotten", async () => {
  let wanted = [arn("web"), arn("old")];
  const { time, facts } = followed({ wanted: () => wanted });
  await time.until(() => facts.size() === 2);
  wanted = [arn("web")];
  await time.until(() => facts.size() === 1, 1_000);
  await facts.stop();
});

test("a stop does not wait for the budget", async () => {
  const { world, facts } = followed({ wanted: () => Array.from({ length: 200 }, (_, at) => arn(`g${at}`)) });
  await facts.stop();
  expect(world.requests).toBeLessThan(20);
});
