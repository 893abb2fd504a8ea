import { afterAll, expect, test } from "vitest";
import { AwsFailure } from "#aws/api/aws-failure.ts";
import type { ElbApi, TargetHealth } from "#aws/api/elb-api.ts";
import { httpServer } from "../../http-load/loopback.ts";
import { Recordings, type Running, runProbe } from "./run-probe.ts";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/k8s-web-shop-1/73e2d6bc24d8a067";
const recordings = new Recordings();
afterAll(() => recordings.remove());

/** Answers nothing but the health of targets. */
function awsWith(targets: () => readonly TargetHealth[]) {
  const asked: string[] = [];
  const never = async (): Promise<never> => Promise.reject(new Error("not to be asked"));
  const api: ElbApi = {
    targetGroupPage: never,
    targetGroupAttributes: never,
    loadBalancers: never,
    loadBalancerAttributes: never,
    listenerPage: never,
    listenerAttributes: never,
    targetHealth: async (group) => {
      asked.push(group);
      return targets();
    },
    close: () => {},
  };
  const regions: string[] = [];
  const load = async () => (choice: { readonly region: string }) => {
    regions.push(choice.region);
    return api;
  };
  return { load, asked, regions };
}

const at = (state: string, reason?: string): TargetHealth => ({ target: "10.0.0.1", port: 8080, state, reason });

const run = (args: readonly string[], aws: ReturnType<typeof awsWith>, during?: (running: Running) => Promise<void>) =>
  runProbe(args, during, undefined, aws.load);

test("the health of targets is recorded while it changes, and a deregistration explains what failed", async () => {
  let [state, broken] = ["healthy", false];
  const aws = awsWith(() => [at(state, state === "draining" ? "Target.DeregistrationInProgress" : undefined)]);
  const target = await httpServer((_, response) =>
    response.writeHead(broken ? 502 : 200, broken ? { server: "awselb/2.0" } : {}).end(),
  );
  const { report } = await run(
    [
      `http://127.0.0.1:${target.port}/`,
      "--target-group",
      arn,
      "--rate",
      "20",
      "--duration",
      "20s",
      "-q",
      "-o",
      "json",
      "--record",
      recordings.path(),
    ],
    aws,
    async ({ clock, until }) => {
      const passed = (ms: number): Promise<void> => {
        const from = clock.nowMs();
        return until(() => clock.nowMs() >= from + ms);
      };
      await passed(3000);
      state = "draining";
      await passed(5000);
      broken = true;
      await passed(1000);
      broken = false;
    },
  );
  await target.close();
  expect(aws.regions).toEqual(["eu-west-1"]);
  expect(new Set(aws.asked)).toEqual(new Set([arn]));
  expect(report.recording).toMatchObject({ pods: null, interruptions: 0 });
  expect(report.problems).toEqual([]);
  // Whether the listener was closed, or requests were cut at an exit, takes the end of the Pod to tell.
  expect(report.trace.groups[0]?.causes).toMatchObject([
    { cause: "closed-at-sigterm", confidence: "guess", count: report.load?.failed },
  ]);
  const lines = recordings.lines().flatMap((line) => (line.kind === "target" ? [`${line.address} ${line.state}`] : []));
  expect(lines).toEqual(["10.0.0.1 healthy", "10.0.0.1 draining"]);
});

test("without permission nothing is sent", async () => {
  const aws = awsWith(() => {
    throw new AwsFailure("denied", "DescribeTargetHealth", "");
  });
  const target = await httpServer((_, response) => response.end());
  const { code, stderr } = await run([`http://127.0.0.1:${target.port}/`, "--target-group", arn, "-q"], aws);
  expect([code, target.connections()]).toEqual([3, 0]);
  expect(stderr).toContain("DescribeTargetHealth");
  await target.close();
});

test.each([
  [["--target-group", "k8s-web-shop-1"], "ARN"],
  [Array.from({ length: 6 }, () => ["--target-group", arn]).flat(), "at most"],
  [["--target-group", arn, "--aws-endpoint", "moto"], "--aws-endpoint"],
])("%j is wrong usage", async (args, message) => {
  const { code, stderr } = await run(
    ["http://127.0.0.1:1/", ...args],
    awsWith(() => []),
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test("health alone can be recorded, without load and without a cluster", async () => {
  const { report, code } = await run(
    ["--no-load", "--target-group", arn, "--duration", "5s", "-q", "-o", "json", "--record", recordings.path("alone")],
    awsWith(() => [at("healthy")]),
  );
  expect([code, report.load, report.recording?.pods]).toEqual([0, null, null]);
  expect(recordings.lines("alone").map(({ kind }) => kind)).toEqual(["recording", "target"]);
});
