import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { auditCommand } from "#cli/audit/audit.ts";
import { type CommandRun, runCommand } from "../cli/run-explain.ts";
import { createKubectl, type Kubectl } from "../control-plane/kubectl.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

const namespace = "audit-preview";
const reader = "audit-reader";

const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { team: "checkout" } } },
  service(namespace),
  ingress(namespace, delay(35)),
  deployment(namespace),
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: reader },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: reader }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "one", namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "audit-one" }],
  },
];

describe("an audit of a real API server", () => {
  const { kubeconfig, kubectlPath } = inject("controlPlane");
  let kubectl: Kubectl;

  beforeAll(async () => {
    kubectl = createKubectl(kubectlPath, kubeconfig);
    const items = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    expect((await kubectl(["apply", "--server-side", "-f", "-"], { input: items })).code).toBe(0);
  });

  afterAll(async () => {
    process.exitCode = undefined;
    await kubectl(["delete", "namespace", namespace, "--wait=false"]);
    await kubectl(["delete", "clusterrolebinding", reader]);
  });

  const runAudit = (...args: readonly string[]): Promise<CommandRun> =>
    runCommand(auditCommand, ["--kubeconfig", kubeconfig, "-n", namespace, ...args]);

  test("judges a namespace without labels as if it were in audit mode, and groups by owner", async () => {
    const { stdout } = await runAudit();
    expect(stdout).toMatch(/^1 of 1 workload loses requests in every roll-out: about \d/);
    expect(stdout).toContain(`Namespace ${namespace}, owner checkout`);
    expect(stdout).toMatch(/deployment\/shop +audit +[\d,]+ +none → 40 +30 → 50/);
  });

  test("needs read rights only, and names the kinds that it could not read", async () => {
    const { stdout } = await runAudit("--as", reader);
    expect(stdout).toContain("deployment/shop");
    expect(stdout).toContain("not read: This user may not list nodes");
    expect(stdout).not.toContain("deployments.apps");
  });

  test("shows their namespace to those who may read only that", async () => {
    const { stdout } = await runAudit("--as", "audit-one", "-o", "json");
    const { items, source } = JSON.parse(stdout) as { items: readonly object[]; source: { unreadable: readonly string[] } };
    expect(items).toHaveLength(1);
    expect(source.unreadable.join()).not.toMatch(/deployments|services /);
  });

  test("suggests a namespace where there is none of that name", async () => {
    const { code, stderr } = await runAudit("-n", "audit-previw");
    expect([code, stderr.split("\n").at(-2)]).toEqual([3, `namespace "audit-previw" does not exist; did you mean ${namespace}?`]);
  });
});
