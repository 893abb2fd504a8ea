import { existsSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { startControlPlane } from "./control-plane.ts";
import { installCrds } from "./crds.ts";
import { isAlive } from "./processes.ts";

const TIMEOUT_MS = 90_000;

test("a Deployment gets a Pod, and nothing is left after stop", { timeout: TIMEOUT_MS }, async () => {
  const plane = await startControlPlane({ auditLog: true });
  onTestFinished(plane.stop);
  expect(plane.pids.map(isAlive)).toEqual([true, true, true, true]);

  expect(await plane.kubectl(["create", "deployment", "web", "--image=example"])).toMatchObject({ code: 0, stderr: "" });
  await vi.waitFor(
    async () => {
      const pods = await plane.kubectl(["get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].status.phase}"]);
      expect(pods.stdout).toBe("Pending");
    },
    { timeout: 40_000, interval: 100 },
  );
  await vi.waitFor(() => expect(readFileSync(plane.auditLogPath ?? "", "utf8")).toContain('"resource":"pods"'), {
    timeout: 20_000,
  });

  await plane.stop();
  expect(plane.pids.map(isAlive)).toEqual([false, false, false, false]);
  expect(existsSync(plane.dataDir)).toBe(false);
});

test("an API server alone takes a bare Pod and the custom resources", { timeout: TIMEOUT_MS }, async () => {
  const plane = await startControlPlane({ controllers: false });
  onTestFinished(plane.stop);
  await installCrds(plane, ["elbv2.k8s.aws"]);

  expect(await plane.kubectl(["run", "bare", "--image=example"])).toMatchObject({ code: 0 });
  const binding = {
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: { name: "web", namespace: "default" },
    spec: { targetType: "ip", serviceRef: { name: "web", port: 80 } },
  };
  const applied = await plane.kubectl(["apply", "-f", "-"], { input: JSON.stringify(binding) });
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("created") });
});

test("a failed start says why, with the end of the log, and leaves nothing", { timeout: TIMEOUT_MS }, async () => {
  const start = startControlPlane({ controllers: false, apiServerArgs: ["--no-such-flag"] });
  await expect(start).rejects.toThrow(
    /kube-apiserver ended with exit code 1\. The end of its log:[\s\S]*unknown flag: --no-such-flag/,
  );
});
