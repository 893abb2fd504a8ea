import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { clusterFindings } from "#audit/report-findings.ts";
import { auditCommand } from "#cli/audit/audit.ts";
import { FakeApiServer } from "../kubernetes/watch/fake-api-server.ts";
import { controllerDeployment } from "../support/controller-manifests.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { type CommandRun, runCommand } from "./run-explain.ts";

type Raw = Parameters<FakeApiServer["put"]>[1];

/** A finding of its own for each list of a report, and one of a workload. */
const expected = {
  workloads: "prestop-covers-propagation",
  namespaceFindings: "key-unknown",
  controllerFindings: "controller-version-unproven",
  floorFindings: "floor-parameters-outdated",
} satisfies Record<(typeof clusterFindings)[number] | "workloads", string>;
const rules = Object.values(expected);

let server: FakeApiServer;

const put = (path: string, object: object): void => server.put(path, object as Raw);

function shopIn(name: string, labels: object): void {
  put("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  put("/api/v1/services", service(name));
  put("/apis/networking.k8s.io/v1/ingresses", ingress(name, delay(35)));
  put("/apis/apps/v1/deployments", deployment(name));
}

const configMap = (namespace: string, name: string, data: object, labels: object = {}): void =>
  put("/api/v1/configmaps", { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace, labels }, data });

const configure = (configuration: string): void =>
  configMap("outlive-system", "outlive", { "configuration.yaml": configuration }, { "app.kubernetes.io/part-of": "outlive" });

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  configure("scope: opt-in\n");
  shopIn("web", { "outlive.dev/mode": "enforce" });
  configMap("web", "outlive-floor", { sleep: "10", grace: "20" });
  shopIn("judged", { "outlive.dev/mode": "audit" });
  shopIn("misspelt", { "outlive.dev/mod": "enforce" });
  put("/apis/apps/v1/deployments", controllerDeployment({ image: "aws-load-balancer-controller:v3.6.0" }));
});

afterEach(async () => {
  process.exitCode = undefined;
  await server.stop();
});

async function runAudit(...args: readonly string[]): Promise<CommandRun> {
  process.exitCode = undefined;
  const run = await runCommand(auditCommand, ["--kubeconfig", server.kubeconfig(), "--fail-on", "warning", ...args]);
  return run.code === 0 ? { ...run, code: Number(process.exitCode ?? 0) } : run;
}

const outputs = ["table", "json", "html", "sarif", "junit"] as const;

const namedIn = (text: string): readonly string[] => rules.filter((rule) => text.includes(rule));

interface Summary {
  readonly summary: { readonly errors: number; readonly warnings: number; readonly ignored: number };
}

const summaryOf = async (...args: readonly string[]): Promise<Summary["summary"]> =>
  (JSON.parse((await runAudit("-o", "json", ...args)).stdout) as Summary).summary;

describe("every finding of an audit", () => {
  test.each(outputs)("is in a report as %s", async (output) => {
    expect(namedIn((await runAudit("-o", output)).stdout)).toEqual(rules);
  });

  test.each(outputs.flatMap((output) => rules.map((rule) => [output, rule] as const)))(
    "is left out as %s with another rule chosen than %s",
    async (output, rule) => {
      const [other = ""] = rules.filter((each) => each !== rule);
      const { stdout } = await runAudit("-o", output, "--rule", other);
      expect(namedIn(stdout)).toEqual([other]);
    },
  );

  test.each(rules)("counts, and fails a pipeline, by itself: %s", async (rule) => {
    const { errors, warnings } = await summaryOf("--rule", rule);
    expect(errors + warnings).toBeGreaterThan(0);
    expect((await runAudit("--rule", rule)).code).toBe(1);
  });

  test("is in a baseline, and known again from it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "outlive-audit-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "baseline.json");
    await runAudit("--write-baseline", file);
    const known = await runAudit("--baseline", file, "-o", "json");
    expect(known.code).toBe(0);
    expect(namedIn(known.stdout)).toEqual([]);
  });

  test.each(rules)("is ignored where the configuration says so, and counted: %s", async (rule) => {
    const before = await summaryOf();
    configure(`scope: opt-in\nignore: [{ rule: ${rule}, reason: decided }]\n`);
    const after = await summaryOf();
    expect(after.ignored).toBeGreaterThan(before.ignored);
    expect(after.errors + after.warnings).toBeLessThan(before.errors + before.warnings);
    expect((await runAudit("--rule", rule)).code).toBe(0);
  });
});

test("The page and the table count the same findings", async () => {
  const { errors, warnings } = await summaryOf();
  const page = (await runAudit("-o", "html")).stdout;
  expect(page).toContain(`<strong>${errors}</strong> errors`);
  expect(page).toContain(`<strong>${warnings}</strong> warnings`);
});
