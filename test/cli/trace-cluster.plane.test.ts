/** `outlive trace --context`: the workloads behind the load balancer are read from a real API server. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { groupArn } from "../trace/simulator/access-line.ts";
import { auditLog } from "../trace/simulator/events.ts";
import { writeLogFiles } from "../trace/simulator/files.ts";
import { baseScenario, rollOut } from "../trace/simulator/scenario.ts";
import { simulate, targetGroup } from "../trace/simulator/simulate.ts";
import { create, remove, userWith, writeKubeconfig } from "./probe/cluster-user.ts";
import { runTrace } from "./run-trace.ts";

const plane = inject("controlPlane");
const namespace = "traced";
const context = "outlive-test";
let client: ApiClient;
let folder: string;

const simulation = simulate({
  ...baseScenario,
  lengthMs: 300_000,
  ratePerSecond: 20,
  pods: rollOut(3, { from: 60_000, every: 20_000 }),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "outlive-trace-"));
  writeLogFiles(simulation, join(folder, "logs"));
  writeFileSync(join(folder, "audit.log"), auditLog(simulation).join("\n"));
  client = createClient({ kubeconfig: plane.kubeconfig });
  await create(client, "/api/v1/namespaces", { metadata: { name: namespace } });
  const base = `/namespaces/${namespace}`;
  await create(client, `/api/v1${base}/services`, service(namespace) as never);
  await create(client, `/apis/apps/v1${base}/deployments`, deployment(namespace, { replicas: 0 }) as never);
  await create(client, `/apis/networking.k8s.io/v1${base}/ingresses`, ingress(namespace, delay(35)) as never);
  await create(client, `/apis/elbv2.k8s.aws/v1beta1${base}/targetgroupbindings`, {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: {
      name: "by-hand",
      namespace,
      annotations: { "outlive.dev/deregistration-delay": "35" },
    },
    spec: { targetType: "ip", targetGroupARN: groupArn(targetGroup), serviceRef: { name: "shop", port: "http" } },
  } as never);
});

afterAll(async () => {
  await remove(client, `/api/v1/namespaces/${namespace}`);
  await client.close();
  rmSync(folder, { recursive: true });
});

async function traced(args: readonly string[]): Promise<{ readonly report: TraceReport; readonly stderr: string }> {
  const { stdout, stderr } = await runTrace([join(folder, "logs"), "--events", join(folder, "audit.log"), "-o", "json", ...args]);
  if (stdout === "") throw new Error(stderr);
  return { report: JSON.parse(stdout) as TraceReport, stderr };
}

const sleepOf = ({ groups }: TraceReport, policy: string): number | undefined =>
  groups.find((group) => group.targetGroup === targetGroup)?.policies.find((each) => each.policy === policy)?.preStopSeconds;

describe("trace with a context", () => {
  test("sizes each policy by the deregistration delay that the cluster shows for the log's target group", async () => {
    const cluster = await traced(["--kubeconfig", plane.kubeconfig, "--context", context, "-n", namespace]);
    const alone = await traced([]);
    expect(sleepOf(cluster.report, "pod-outlives-target")).toBe(40);
    expect(sleepOf(alone.report, "pod-outlives-target")).toBe(20);
    expect(cluster.report.lost).toBe(alone.report.lost);
  });

  test("reads what a user may read, and says what it may not", async () => {
    const token = await userWith(client, namespace, "reader", []);
    const kubeconfig = writeKubeconfig(plane.kubeconfig, join(folder, "reader.kubeconfig"), { token });
    const { report, stderr } = await traced(["--kubeconfig", kubeconfig, "-n", namespace]);
    expect(report.lost).toBeGreaterThan(0);
    expect(stderr).toContain("may not list");
  });

  test("ends with exit code 3 where the context does not exist or the server is away", async () => {
    const away = writeKubeconfig(plane.kubeconfig, join(folder, "away.kubeconfig"), { port: 1 });
    for (const args of [
      ["--kubeconfig", plane.kubeconfig, "--context", "nowhere"],
      ["--kubeconfig", away],
    ]) {
      const { code, stdout } = await runTrace([join(folder, "logs"), ...args]);
      expect([code, stdout]).toEqual([3, ""]);
    }
  });
});
