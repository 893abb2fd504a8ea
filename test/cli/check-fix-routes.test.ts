import { afterEach, describe, expect, test } from "vitest";
import { deployment, documents, ingressClass, service } from "./check-manifests.ts";
import { linesOf, type Manifests, manifestFolder, type ReportDocument, runCheck } from "./run-check.ts";

let manifests: Manifests | undefined;

afterEach(() => {
  manifests?.remove();
  manifests = undefined;
});

const ingress = (name: string, annotations: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name} # of the shop
  namespace: web
  annotations:
    alb.ingress.kubernetes.io/target-type: ip
${annotations}spec:
  ingressClassName: alb
  rules:
  - http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}
`;

const attributes = "alb.ingress.kubernetes.io/target-group-attributes";

async function fixed(
  route: string,
  workload: string,
  what: string,
): Promise<{ route: string; workload: string; findings: readonly string[] }> {
  manifests = manifestFolder({ "app.yaml": workload, "route.yaml": documents(ingressClass, service(), route) });
  const { stdout } = await runCheck([manifests.folder, what, "-o", "json"]);
  return {
    route: manifests.text("route.yaml"),
    workload: manifests.text("app.yaml"),
    findings: linesOf(JSON.parse(stdout) as ReportDocument),
  };
}

const added = `    ${attributes}: "deregistration_delay.timeout_seconds=35"\n`;

describe("--fix=routes", () => {
  test("writes the delay that nobody set, beside what is there, and leaves workloads alone", async () => {
    const before = ingress("shop", "");
    const { route, workload } = await fixed(before, deployment(), "--fix=routes");
    expect(route).toContain(added);
    expect(route.replace(added, "")).toBe(documents(ingressClass, service(), before));
    expect(workload).toBe(deployment());
  });

  test("keeps the other attributes of the annotation", async () => {
    const { route } = await fixed(
      ingress("shop", `    ${attributes}: stickiness.enabled=true # sticky\n`),
      deployment(),
      "--fix=routes",
    );
    expect(route).toContain(`    ${attributes}: stickiness.enabled=true,deregistration_delay.timeout_seconds=35 # sticky\n`);
  });

  test("is for the longest request of all workloads behind the route", async () => {
    const workloads = documents(
      deployment({ annotations: { "outlive.dev/request-timeout": "20" } }),
      deployment({ name: "slow", annotations: { "outlive.dev/request-timeout": "50" } }).replaceAll("app: slow", "app: shop"),
    );
    const { route } = await fixed(ingress("shop", ""), workloads, "--fix=routes");
    expect(route).toContain(`${attributes}: "deregistration_delay.timeout_seconds=51"\n`);
  });

  test("changes no route whose delay is right", async () => {
    const before = ingress("shop", `    ${attributes}: deregistration_delay.timeout_seconds=35\n`);
    const { route } = await fixed(before, deployment(), "--fix=routes");
    expect(route).toBe(documents(ingressClass, service(), before));
  });
});

describe("--fix=all", () => {
  test.each([
    ["a delay that nobody set", ""],
    ["a delay that no node waits for", `    ${attributes}: deregistration_delay.timeout_seconds=300\n`],
  ])("leaves nothing to do that a value could fix: %s", async (_, annotations) => {
    const { route, workload, findings } = await fixed(ingress("shop", annotations), deployment(), "--fix=all");
    expect(route).toMatch(/target-group-attributes: "?deregistration_delay.timeout_seconds=35"?\n/);
    expect(workload).toContain("seconds: 40");
    expect(workload).toContain("terminationGracePeriodSeconds: 50");
    expect(findings).toEqual([]);
  });
});

describe("--fix and --fix=workloads", () => {
  test.each(["--fix", "--fix=workloads"])(
    "%s leaves routes alone, and writes no sleep that only an unset delay would require",
    async (what) => {
      const before = ingress("shop", "");
      const { route, workload } = await fixed(before, deployment(), what);
      expect(route).toBe(documents(ingressClass, service(), before));
      expect(workload).toContain("seconds: 20\n");
    },
  );

  test("--fix before the path does not take it for its value", async () => {
    manifests = manifestFolder({ "app.yaml": documents(deployment(), ingressClass, service(), ingress("shop", "")) });
    await runCheck(["--fix", manifests.folder]);
    expect(manifests.text("app.yaml")).toContain("seconds: 20");
  });
});
