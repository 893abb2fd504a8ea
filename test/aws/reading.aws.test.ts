/** The real SDK against a simulated AWS, and against one that fails as AWS does. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { openElbApi } from "#aws/api/sdk-api.ts";
import { type ReadOnce, readFactsOnce } from "#aws/read-facts-once.ts";
import { targetHealthOf } from "#aws/target-health.ts";
import type { AwsFact } from "#model/load-balancers/aws-facts.ts";
import { type InstantClock, instantClock } from "./instant-clock.ts";
import { type AwsAccount, awsAccount } from "./moto/aws-account.ts";
import { accessDenied, expiredToken, type FaultProxy, startFaultProxy, throttling } from "./moto/fault-proxy.ts";

const region = "eu-west-1";

let account: AwsAccount;
let proxy: FaultProxy;
let web: string;
let tcp: string;

beforeAll(async () => {
  account = await awsAccount(inject("motoEndpoint"), region);
  web = await account.targetGroup("web");
  await account.targetGroupAttributes(web, { "deregistration_delay.timeout_seconds": "45" });
  const alb = await account.loadBalancer("alb", { type: "application", targetGroup: web });
  await account.loadBalancerAttributes(alb.arn, { "idle_timeout.timeout_seconds": "120" });
  tcp = await account.targetGroup("tcp", { protocol: "TCP", targetType: "instance" });
  const nlb = await account.loadBalancer("nlb", { type: "network", targetGroup: tcp });
  await account.listenerAttributes(nlb.listener, { "tcp.idle_timeout.seconds": "400" });
  proxy = await startFaultProxy(inject("motoEndpoint"));
});

afterEach(() => {
  for (const action of new Set(proxy.requested)) proxy.fail(action, undefined);
  proxy.fail("*", undefined);
});

afterAll(() => proxy.close());

const read = (
  arns: readonly string[],
  { clock = instantClock(), endpoint = proxy.endpoint }: { clock?: InstantClock; endpoint?: string } = {},
): Promise<ReadOnce> =>
  readFactsOnce(arns, { load: () => Promise.resolve(openElbApi), region: undefined, endpoint, clock, random: () => 0.5 });

const factIn = ({ facts }: ReadOnce, arn: string): AwsFact | undefined =>
  facts.factsAt(1_800_000_000_000, "larger").targetGroup(arn);

const failuresOf = ({ failures }: ReadOnce): readonly string[] => failures.map(({ kind, operation }) => `${kind} ${operation}`);

const absent = (arn: string, name: string): string => arn.replace(/targetgroup\/[^/]+/, `targetgroup/${name}`);

describe("target groups", () => {
  test("come with attributes, health check, target type and the idle timeout of the ALB in front", async () => {
    expect(factIn(await read([web]), web)).toMatchObject({
      exists: true,
      targetGroup: {
        kind: "alb",
        targetType: "ip",
        attributes: { "deregistration_delay.timeout_seconds": "45" },
        healthCheck: { protocol: "HTTP", interval: 30, unhealthyThreshold: 2 },
        loadBalancers: [{ kind: "alb", idleTimeout: 120 }],
      },
    });
  });

  test("of an NLB come with the idle timeout of the listener that forwards to them", async () => {
    expect(factIn(await read([tcp]), tcp)).toMatchObject({
      targetGroup: { kind: "nlb", targetType: "instance", loadBalancers: [{ kind: "nlb", idleTimeout: 400 }] },
    });
  });

  test("of another account are not said to be missing, and hide no other", async () => {
    const foreign = web.replace(":123456789012:", ":210987654321:");
    const found = await read([foreign, web]);
    expect(failuresOf(found)).toEqual([]);
    expect([factIn(found, foreign), factIn(found, web)?.exists]).toEqual([undefined, true]);
  });

  test("that do not exist hide no other", async () => {
    const gone = [1, 2, 3].map((at) => absent(web, `gone-${at}`));
    const found = await read([gone[0] ?? "", web, gone[1] ?? "", tcp, gone[2] ?? ""]);
    expect(failuresOf(found)).toEqual([]);
    expect(gone.map((arn) => factIn(found, arn)?.exists)).toEqual([false, false, false]);
    expect([web, tcp].map((arn) => factIn(found, arn)?.exists)).toEqual([true, true]);
  });

  test("of other regions are requested there", async () => {
    const other = await awsAccount(inject("motoEndpoint"), "us-east-2");
    const elsewhere = await other.targetGroup("elsewhere");
    const found = await read([web, elsewhere]);
    expect([web, elsewhere].map((arn) => factIn(found, arn)?.exists)).toEqual([true, true]);
  });

  test("have targets with a state", async () => {
    await account.registerTarget(web, "10.0.0.1", 8080);
    const api = openElbApi({ region, endpoint: proxy.endpoint });
    const health = await targetHealthOf(web, api, { clock: instantClock(), random: () => 0.5 });
    expect(health).toEqual([{ target: "10.0.0.1", port: 8080, state: "healthy", reason: undefined }]);
    api.close();
  });
});

describe("1,000 target groups", () => {
  test("are found by pages, and read no faster than the budget allows", async () => {
    const many = await awsAccount(inject("motoEndpoint"), "ap-south-1");
    const arns: string[] = [];
    for (let at = 0; at < 1_000; at += 1) arns.push(await many.targetGroup(`many-${at}`));
    const clock = instantClock();
    const before = proxy.requested.length;
    const found = await read(arns, { clock });
    const requested = proxy.requested.slice(before);
    expect(failuresOf(found)).toEqual([]);
    expect(arns.filter((arn) => factIn(found, arn)?.exists !== true)).toEqual([]);
    expect(requested.filter((action) => action === "DescribeTargetGroups")).toHaveLength(3);
    expect(requested).toHaveLength(1_003);
    // 10 at once, then 5 a second.
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(((1_003 - 10) / 5) * 1_000 - 1);
  });
});

describe("an AWS that", () => {
  test("throttles now and then is asked again after pauses that grow", async () => {
    const clock = instantClock();
    proxy.fail("DescribeTargetGroupAttributes", { ...throttling, times: 3 });
    const found = await read([web], { clock });
    expect(failuresOf(found)).toEqual([]);
    expect(factIn(found, web)?.exists).toBe(true);
    expect(clock.waits).toEqual([750, 1_500, 3_000]);
  });

  test("throttles all the time is not asked for ever", async () => {
    const before = proxy.requested.length;
    proxy.fail("*", throttling);
    const found = await read([web, tcp]);
    expect(failuresOf(found)).toEqual(["throttled DescribeTargetGroups"]);
    expect(proxy.requested.length - before).toBe(5);
  });

  test("denies everything is asked once", async () => {
    const before = proxy.requested.length;
    proxy.fail("*", accessDenied);
    const found = await read([web, tcp]);
    expect(found.failures.map(({ message }) => message)).toEqual([
      "AWS denies elasticloadbalancing:DescribeTargetGroups; allow it in the role's IAM policy (docs/aws.md)",
    ]);
    expect(proxy.requested.length - before).toBe(1);
    expect(factIn(found, web)).toBeUndefined();
  });

  test.each(["DescribeLoadBalancers", "DescribeLoadBalancerAttributes"])(
    "denies only %s still gives the delay",
    async (action) => {
      proxy.fail(action, accessDenied);
      const found = await read([web]);
      expect(failuresOf(found)).toEqual([`denied ${action}`]);
      expect(factIn(found, web)).toMatchObject({
        targetGroup: { attributes: { "deregistration_delay.timeout_seconds": "45" } },
      });
    },
  );

  test("rejects an expired token says so", async () => {
    proxy.fail("*", expiredToken);
    const found = await read([web]);
    expect(failuresOf(found)).toEqual(["expired DescribeTargetGroups"]);
    expect(found.failures[0]?.message).toContain("expired");
  });

  test("cannot be reached says so", async () => {
    const closed = await startFaultProxy(inject("motoEndpoint"));
    await closed.close();
    expect(failuresOf(await read([web], { endpoint: closed.endpoint }))).toEqual(["unreachable DescribeTargetGroups"]);
  });

  test("has nobody's credentials says what to set", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    const found = await read([web]);
    vi.unstubAllEnvs();
    expect(failuresOf(found)).toEqual(["no-credentials DescribeTargetGroups"]);
  });

  test("has an internal error is asked again", async () => {
    proxy.fail("DescribeTargetGroups", { status: 500, code: "InternalFailure", message: "try again", times: 1 });
    expect(factIn(await read([web]), web)?.exists).toBe(true);
  });

  test("forgets a target group between two requests has none", async () => {
    proxy.fail("DescribeTargetGroupAttributes", { status: 400, code: "TargetGroupNotFound", message: "not found" });
    const found = await read([web]);
    expect(failuresOf(found)).toEqual([]);
    expect(factIn(found, web)?.exists).toBe(false);
  });
});
