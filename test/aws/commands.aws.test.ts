/** `--aws` on the commands, against a simulated AWS. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { type CheckRun, linesOf, manifestFolder, type ReportDocument, runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";
import { awsAccount } from "./moto/aws-account.ts";
import { accessDenied, type FaultProxy, startFaultProxy } from "./moto/fault-proxy.ts";

let proxy: FaultProxy;
let arn: string;

beforeAll(async () => {
  const account = await awsAccount(inject("motoEndpoint"), "eu-north-1");
  arn = await account.targetGroup("tf-shop");
  await account.targetGroupAttributes(arn, { "deregistration_delay.timeout_seconds": "45" });
  const alb = await account.loadBalancer("tf-alb", { type: "application", targetGroup: arn });
  for (const address of ["10.0.0.1", "10.0.0.2"]) await account.registerTarget(arn, address, 8080);
  await account.loadBalancerAttributes(alb.arn, { "idle_timeout.timeout_seconds": "120" });
  proxy = await startFaultProxy(inject("motoEndpoint"));
});

afterEach(() => proxy.fail("*", undefined));

afterAll(() => proxy.close());

const manifests = (targetGroup = arn): string => `apiVersion: v1
kind: Service
metadata: {name: shop, namespace: web}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: elbv2.k8s.aws/v1beta1
kind: TargetGroupBinding
metadata: {name: tf-shop, namespace: web}
spec:
  targetType: ip
  targetGroupARN: ${targetGroup}
  serviceRef: {name: shop, port: 80}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: app
          image: shop:1
          readinessProbe: {httpGet: {path: /, port: 8080}}
`;

const aws = (): readonly string[] => ["--aws", "--aws-endpoint", proxy.endpoint];

interface Explained {
  readonly targetGroups: readonly {
    readonly deregistrationDelaySeconds: number;
    readonly deregistrationDelaySource: string;
    readonly idleTimeoutSeconds: number | null;
    readonly loadBalancer: string;
    readonly targetStates?: Readonly<Record<string, number>>;
  }[];
}

async function explained(...args: readonly string[]): Promise<Explained & { readonly stderr: string }> {
  const { stdout, stderr } = await runExplain(["deploy/shop", "-n", "web", "-f", "-", "-o", "json", ...args], {
    stdin: manifests(),
  });
  return { ...(JSON.parse(stdout) as Explained), stderr };
}

async function checked(stdin: string, ...args: readonly string[]): Promise<CheckRun & { readonly lines: readonly string[] }> {
  const run = await runCheck(["-", "-o", "json", ...args], { stdin });
  return { ...run, lines: linesOf(JSON.parse(run.stdout) as ReportDocument) };
}

describe("explain", () => {
  test("says that the delay is assumed without --aws, and asks nobody", async () => {
    const before = proxy.requested.length;
    const { targetGroups, stderr } = await explained();
    expect(targetGroups).toMatchObject([{ deregistrationDelaySeconds: 300, deregistrationDelaySource: "assumed" }]);
    expect([stderr, proxy.requested.length]).toEqual(["", before]);
  });

  test("gives AWS's values and their age with --aws", async () => {
    const { targetGroups, stderr } = await explained(...aws());
    expect(targetGroups).toMatchObject([{ deregistrationDelaySeconds: 45, idleTimeoutSeconds: 120, loadBalancer: "alb" }]);
    expect(targetGroups[0]?.deregistrationDelaySource).toMatch(/^AWS, \d+ s ago$/);
    expect(stderr).toBe("");
  });

  test("counts the targets of one workload by state, and of a whole folder requests none", async () => {
    expect((await explained(...aws())).targetGroups).toMatchObject([{ targetStates: { healthy: 2 } }]);
    const text = await runExplain(["deploy/shop", "-n", "web", "-f", "-", ...aws()], { stdin: manifests() });
    expect(text.stdout).toContain("targets in AWS: 2 healthy");
    const before = proxy.requested.length;
    await runExplain(["--all", "-f", "-", ...aws()], { stdin: manifests() });
    expect(proxy.requested.slice(before)).not.toContain("DescribeTargetHealth");
  });

  test("requests nothing of another region than the one it is limited to", async () => {
    const before = proxy.requested.length;
    const { targetGroups } = await explained(...aws(), "--aws-region", "us-east-1");
    expect(targetGroups).toMatchObject([{ deregistrationDelaySource: "assumed" }]);
    expect(proxy.requested.length).toBe(before);
  });

  test("refuses an endpoint that is no URL", async () => {
    const { code, stderr } = await runExplain(["deploy/shop", "-f", "-", "--aws", "--aws-endpoint", "moto"], {
      stdin: manifests(),
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining("--aws-endpoint")]);
  });
});

describe("check", () => {
  test("sizes by AWS's delay with --aws", async () => {
    const without = await checked(manifests());
    expect(without.lines.map((line) => line.split(" ")[1])).toContain("binding-delay-assumed");
    const { lines, stdout, stderr } = await checked(manifests(), ...aws());
    expect(lines.map((line) => line.split(" ")[1])).toContain("prestop-outlives-deregistration");
    expect(lines.map((line) => line.split(" ")[1])).not.toContain("binding-delay-assumed");
    expect(stdout).toMatch(/"source": "AWS, \d+ s ago"/);
    expect(stderr).toBe("");
  });

  test("says to change a delay that is too short in AWS, where --fix cannot", async () => {
    const slow = manifests().replace(
      "metadata: {labels: {app: shop}}",
      'metadata: {labels: {app: shop}, annotations: {outlive.dev/request-timeout: "60"}}',
    );
    const { stdout } = await checked(slow, ...aws());
    expect(stdout).toContain("deregistration_delay.timeout_seconds on TargetGroup tf-shop");
    const folder = manifestFolder({ "shop.yaml": slow });
    await runCheck([folder.folder, "--fix=routes", ...aws()]);
    expect(folder.text("shop.yaml")).toBe(slow);
    folder.remove();
  });

  test("names a target group that AWS does not know", async () => {
    const { lines } = await checked(manifests(arn.replace("tf-shop", "gone")), ...aws());
    expect(lines.map((line) => line.split(" ")[1])).toContain("aws-target-group-missing");
  });

  test("reports everything that it can where AWS denies, with one sentence", async () => {
    proxy.fail("*", accessDenied);
    const without = await checked(manifests());
    const denied = await checked(manifests(), ...aws());
    expect(denied.stderr.trim().split("\n")).toEqual([
      "note: AWS denies elasticloadbalancing:DescribeTargetGroups; allow it in the role's IAM policy (docs/aws.md); what only AWS knows is assumed",
    ]);
    expect([denied.code, denied.stdout]).toEqual([without.code, without.stdout]);
  });
});
