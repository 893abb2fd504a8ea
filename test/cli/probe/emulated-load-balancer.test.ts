/** A Pod exits while an emulated load balancer still sends it requests: probe and trace find the same losses, each by what it sees. */
import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { loadElbApi } from "#aws/api/load-api.ts";
import { probeCommand } from "#cli/probe/probe.ts";
import { systemClock } from "#clock/clock.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { printUtc } from "#trace/time/utc.ts";
import { accessLogLine } from "../../e2e/alb/access-log.ts";
import { Alb } from "../../e2e/alb/alb.ts";
import { application, healthCheck, quick } from "../../e2e/alb/fixture.ts";
import { TargetGroup } from "../../e2e/alb/target-group.ts";
import { FakeApiServer } from "../../kubernetes/watch/fake-api-server.ts";
import { type PodState, rawPod } from "../../probe/recording/raw-pod.ts";
import { runCommand } from "../run-explain.ts";
import { runTrace } from "../run-trace.ts";
import { Recordings } from "./run-probe.ts";

const pods = "/api/v1/namespaces/web/pods";
const port = 8080;

async function loadBalancer() {
  const applications = new Map([
    ["10.0.0.1", await application((_, response) => response.end("one"))],
    ["10.0.0.2", await application((_, response) => response.end("two"))],
  ]);
  const targets = [...applications.keys()].map((ip) => ({ ip, port }));
  const group = new TargetGroup(
    "shop",
    { healthCheck: { ...healthCheck, intervalMs: 3_600_000 }, deregistrationDelayMs: 60_000, inUse: true },
    { clock: systemClock, registrationMs: 0, check: async () => ({ passed: true }) },
  );
  const lines: string[] = [];
  const alb = new Alb({
    name: "shop",
    host: "127.0.0.1",
    timing: { ...quick, deregistrationLagMs: [1500] },
    clock: systemClock,
    addressOf: ({ ip }) => ({ host: "127.0.0.1", port: applications.get(ip)?.target.port ?? 1 }),
    log: (entry) => lines.push(accessLogLine(entry)),
  });
  alb.setRules([{ prefix: "/", group }]);
  group.register(targets);
  const url = await alb.listen();
  onTestFinished(async () => {
    await alb.close();
    await applications.get("10.0.0.2")?.stop();
  });
  while (!targets.every((target) => group.healthOf(target).State === "healthy")) await pause(5);
  return { url, group, lines, exit: () => applications.get("10.0.0.1")?.stop() };
}

test("what the probe puts down to the end of a Pod, the access log confirms", async () => {
  const recordings = new Recordings();
  onTestFinished(() => recordings.remove());
  const api = new FakeApiServer();
  await api.start();
  onTestFinished(() => api.stop());
  api.put(pods, rawPod("shop-1", { address: "10.0.0.1", preStop: 0 }));
  api.put(pods, rawPod("shop-2", { address: "10.0.0.2", preStop: 0 }));
  const { url, group, lines, exit } = await loadBalancer();

  const tools = {
    clock: systemClock,
    random: Math.random,
    signals: new EventEmitter(),
    resolve: async () => ["127.0.0.1"],
    loadElbApi,
  };
  const args = ["-n", "web", "--kubeconfig", api.kubeconfig(), "--rate", "50", "--duration", "5s", "-q", "-o", "json"];
  const probing = runCommand(
    (io) => probeCommand(io, () => tools),
    [`${url}/`, ...args, "--record", recordings.path(), "--min-success", "100"],
  );
  while (lines.length < 50) await pause(20);
  const cut = (ms: number): string => printUtc(Math.floor(ms / 1000) * 1000);
  const deleted: PodState = { address: "10.0.0.1", preStop: 0, deletionTimestamp: cut(Date.now() + 30_000) };
  api.put(pods, rawPod("shop-1", deleted));
  group.deregister([{ ip: "10.0.0.1", port }]);
  await exit();
  api.put(pods, rawPod("shop-1", { ...deleted, finishedAt: cut(Date.now()), exitCode: 143 }));
  api.remove(pods, "web", "shop-1");

  const { code, stdout } = await probing;
  const { load, trace } = JSON.parse(stdout) as ProbeReport;
  expect(code).toBe(1);
  expect(load?.failed).toBeGreaterThan(5);
  expect(trace.lost).toBe(load?.failed);
  const causes = ({ groups }: TraceReport) => groups.flatMap((each) => each.causes.map(({ cause }) => cause));
  expect(trace.targets).toMatchObject([{ pod: "web/shop-1", lost: load?.failed }]);

  writeFileSync(recordings.path("access.log"), lines.join("\n"));
  const { stdout: traced } = await runTrace([recordings.path("access.log"), "--events", recordings.path(), "-o", "json"]);
  const byLog = JSON.parse(traced) as TraceReport;
  expect([byLog.requests, byLog.lost]).toEqual([load?.requests, load?.failed]);
  expect(byLog.targets).toMatchObject([{ target: `10.0.0.1:${port}`, pod: "web/shop-1", lost: load?.failed }]);
  expect(causes(trace)).toContain(causes(byLog)[0]);
  const certain = (report: TraceReport) => report.groups.flatMap((each) => each.causes.map(({ confidence }) => confidence));
  expect(certain(byLog)).toContain("sure");
  expect(certain(trace)).not.toContain("sure");
});
