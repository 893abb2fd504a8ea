import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { auditCommand } from "#cli/audit/audit.ts";
import { FakeApiServer } from "../kubernetes/watch/fake-api-server.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { type CommandRun, runCommand } from "./run-explain.ts";

type Raw = Parameters<FakeApiServer["put"]>[1];

let server: FakeApiServer;

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
});

afterEach(async () => {
  process.exitCode = undefined;
  await server.stop();
});

async function runAudit(...args: readonly string[]): Promise<CommandRun> {
  process.exitCode = undefined;
  const run = await runCommand(auditCommand, ["--kubeconfig", server.kubeconfig(), ...args]);
  return run.code === 0 ? { ...run, code: Number(process.exitCode ?? 0) } : run;
}

function put(path: string, object: object): void {
  server.put(path, object as Raw);
}

const namespace = (name: string, labels: object = {}): void =>
  put("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });

function shopIn(name: string, labels: object = {}): void {
  namespace(name, labels);
  put("/api/v1/services", service(name));
  put("/apis/networking.k8s.io/v1/ingresses", ingress(name, delay(35)));
  put("/apis/apps/v1/deployments", deployment(name));
}

const release = (configuration: string): void =>
  put("/api/v1/configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "outlive", namespace: "outlive-system", labels: { "app.kubernetes.io/part-of": "outlive" } },
    data: { "configuration.yaml": configuration },
  });

const items = (run: CommandRun): readonly { readonly mode: string; readonly subject: { readonly namespace: string } }[] =>
  (JSON.parse(run.stdout) as { items: [] }).items;

describe("outlive audit", () => {
  test("works before anything is installed, and says that it is not", async () => {
    shopIn("web");
    const run = await runAudit();
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^1 of 1 workload loses requests/);
    expect(run.stdout).toContain("Outlive is not installed here");
    expect(run.stderr).toBe("configuration: defaults, because Outlive is not installed in this cluster\n");
  });

  test("asks nobody to restart Pods before there is something that would size them", async () => {
    shopIn("web");
    put("/api/v1/pods", pod("web", "debug"));
    const restarts = (run: CommandRun) => (JSON.parse(run.stdout) as { summary: { outdatedPods: number } }).summary.outdatedPods;
    expect(restarts(await runAudit("-o", "json"))).toBe(0);
    release("scope: cluster\n");
    const run = await runAudit("-o", "json");
    expect(restarts(run)).toBe(1);
    expect(run.stdout).toContain("restart-needed");
  });

  test("only reads", async () => {
    shopIn("web");
    await runAudit();
    expect(server.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
    expect(server.requests.filter((request) => /\/pods\b/.test(request))).toHaveLength(1);
  });

  test("uses the configuration of the release that runs there, unless another is given", async () => {
    shopIn("web");
    release("scope: cluster\ndefaultMode: warn\n");
    const run = await runAudit("-o", "json");
    expect(items(run).map(({ mode }) => mode)).toEqual(["warn"]);
    expect(run.stderr).toBe("configuration: ConfigMap outlive-system/outlive\n");
    const folder = mkdtempSync(join(tmpdir(), "outlive-audit-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const missing = await runAudit("--config", join(folder, "none.yaml"));
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be read") });
  });

  test("names the ConfigMap, line and field of a release whose configuration is wrong", async () => {
    release("scope: everything\n");
    expect(await runAudit()).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^ConfigMap outlive-system\/outlive configuration\.yaml:1: scope: /),
    });
  });

  test("suggests a namespace where one does not exist", async () => {
    shopIn("web");
    shopIn("payments");
    expect(await runAudit("-n", "payment")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('namespace "payment" does not exist; did you mean payments?'),
    });
    expect(await runAudit("-n", "payment", "-A", "-q")).toMatchObject({ code: 1, stderr: "" });
  });

  test("judges a namespace that is named, in scope or not", async () => {
    shopIn("web");
    shopIn("pay", { "outlive.dev/mode": "warn" });
    expect(items(await runAudit("-n", "web", "-o", "json")).map(({ mode }) => mode)).toEqual(["audit"]);
    expect(items(await runAudit("-o", "json")).map(({ subject }) => subject.namespace)).toEqual(["pay"]);
  });

  test("reports what it may not read, and goes on", async () => {
    shopIn("web");
    server.forbid("/apis/networking.k8s.io/v1/ingresses");
    server.forbid("/apis/networking.k8s.io/v1/namespaces/web/ingresses");
    server.forbid("/api/v1/configmaps");
    server.forbid("/api/v1/namespaces/outlive-system/configmaps/outlive");
    const run = await runAudit("-n", "web");
    expect(run.stdout).toContain("deployment/shop");
    expect(run.stdout).toContain("not read: This user may not list ingresses.networking.k8s.io");
    expect(run.stderr).toContain("this user may not read ConfigMaps");
  });

  test("shows one namespace to whoever may read only that", async () => {
    shopIn("web");
    server.forbid("/apis/apps/v1/deployments");
    put("/apis/apps/v1/namespaces/web/deployments", deployment("web"));
    expect(items(await runAudit("-n", "web", "-o", "json"))).toHaveLength(1);
  });

  test("impersonates and takes selectors as kubectl does", async () => {
    shopIn("web");
    const run = await runAudit("-l", "team=none", "--as", "jane", "--as-group", "a", "--as-group", "b", "-o", "json");
    expect(items(run)).toEqual([]);
    expect(await runAudit("-l", "a b")).toMatchObject({ code: 2 });
  });

  test("leaves out what a baseline has, and only that", async () => {
    shopIn("web");
    const folder = mkdtempSync(join(tmpdir(), "outlive-audit-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "baseline.json");
    expect(await runAudit("--write-baseline", file)).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toContain("prestop-covers-propagation");
    const known = await runAudit("--baseline", file);
    expect(known).toMatchObject({ code: 0, stderr: expect.stringMatching(/\d+ findings in the baseline not shown\n$/) });
    shopIn("pay");
    expect(await runAudit("--baseline", file)).toMatchObject({ code: 1 });
  });

  test.each([
    ["sarif", '"version": "2.1.0"'],
    ["junit", '<testsuites name="outlive audit"'],
    ["html", "<!doctype html>"],
  ])("prints %s", async (format, expected) => {
    shopIn("web");
    const run = await runAudit("-o", format);
    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining(expected) });
    expect(await runAudit("-o", format, "--fail-on", "never")).toMatchObject({ code: 0 });
  });
});

describe("an exported floor", () => {
  const floor = (name: string, data: object): void =>
    put("/api/v1/configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "outlive-floor", namespace: name },
      data,
    });

  beforeEach(() => {
    release("scope: opt-in\n");
    shopIn("web", { "outlive.dev/mode": "enforce" });
    shopIn("admin", { "outlive.dev/mode": "enforce" });
  });

  test.each([
    ["table", /\nFloor\n {2}warning floor-parameters-outdated\n {4}ConfigMap web\/outlive-floor has sleep 10 and grace 20/],
    ["json", /"floorFindings": \[\s*\{\s*"rule": "floor-parameters-outdated"/],
    ["html", /<h2 id="floor">Floor<\/h2>\s*<ul>\s*<li>ConfigMap web\/outlive-floor has sleep 10 and grace 20/],
    ["sarif", /"ruleId": "floor-parameters-outdated"/],
    ["junit", /floor-parameters-outdated/],
  ])("whose numbers are not those of today is in a report as %s", async (format, text) => {
    floor("admin", { sleep: "40", grace: "50" });
    floor("web", { sleep: "10", grace: "20" });
    expect((await runAudit("-o", format)).stdout).toMatch(text);
  });

  test("counts, is chosen by its id, and is compared for all workloads of a namespace only", async () => {
    floor("web", { sleep: "40", grace: "50" });
    const missing = await runAudit("--rule", "floor-parameters-missing", "--fail-on", "warning");
    expect([missing.code, missing.stdout]).toEqual([1, expect.stringContaining("ConfigMap admin/outlive-floor is missing")]);
    expect((await runAudit("-l", "team=none", "--rule", "floor-parameters-missing", "--fail-on", "warning")).code).toBe(0);
    floor("admin", { sleep: "40", grace: "50" });
    expect((await runAudit("-o", "json")).stdout).toMatch(/"floorFindings": \[\]/);
  });

  test("that is nowhere is missed nowhere", async () => {
    expect((await runAudit("-o", "json")).stdout).toMatch(/"floorFindings": \[\]/);
  });
});
