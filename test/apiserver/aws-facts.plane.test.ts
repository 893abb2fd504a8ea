/** The webhook with `aws.enabled`, between a real API server and a simulated AWS. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type AwsAccount, awsAccount } from "../aws/moto/aws-account.ts";
import { accessDenied, type FaultProxy, startFaultProxy } from "../aws/moto/fault-proxy.ts";
import { type MotoServer, startMoto } from "../aws/moto/moto-server.ts";
import { service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

const delayKey = "deregistration_delay.timeout_seconds";

let moto: MotoServer;
let proxy: FaultProxy;
let account: AwsAccount;
let webhook: TestWebhook;

beforeAll(async () => {
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  }))
    vi.stubEnv(name, value);
  moto = await startMoto((line) => process.stderr.write(`${line}\n`));
  account = await awsAccount(moto.endpoint, "eu-west-1");
  proxy = await startFaultProxy(moto.endpoint);
  webhook = await startWebhook({ configuration: { aws: { enabled: true, endpoint: proxy.endpoint, refresh: 30 } } });
});

afterAll(async () => {
  await webhook.stop();
  await proxy.close();
  await moto.stop();
  vi.unstubAllEnvs();
});

const binding = (namespace: string, targetGroupARN: string): object => ({
  apiVersion: "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
  metadata: { name: "tf-shop", namespace },
  spec: { targetType: "ip", targetGroupARN, serviceRef: { name: "shop", port: 80 } },
});

const pod = (namespace: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "shop", namespace, labels: { app: "shop" } },
  spec: { containers: [{ name: "app", image: "shop:1" }] },
});

async function sleepOfPod(namespace: string): Promise<number | undefined> {
  const { stdout } = await webhook.kubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], pod(namespace));
  const { spec } = JSON.parse(stdout) as {
    spec: { containers: readonly { lifecycle?: { preStop?: { sleep?: { seconds: number } } } }[] };
  };
  return spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds;
}

/** A new binding is looked for every 15 s, give or take a quarter. */
const eventually: TestWebhook["until"] = async (holds, what) =>
  webhook.until(holds, what).catch(() => webhook.until(holds, what));

test("Pods of a user-made binding are sized for the delay that AWS reports, in namespaces in scope alone", async () => {
  const arn = await account.targetGroup("in-scope");
  await account.targetGroupAttributes(arn, { [delayKey]: "45" });
  const outside = await account.targetGroup("out-of-scope");
  const [namespace, other] = [await webhook.namespace({ "outlive.dev/mode": "enforce" }), await webhook.namespace()];
  await webhook.apply(service(other), binding(other, outside));
  await webhook.apply(service(namespace), binding(namespace, arn));
  await eventually(async () => (await sleepOfPod(namespace)) === 50, "a sleep for AWS's delay");
  expect(await webhook.metrics()).toMatch(/^outlive_aws_target_groups 1$/m);
});

test("what AWS said stays in effect while it denies, which is logged once", async () => {
  const arn = await account.targetGroup("kept");
  await account.targetGroupAttributes(arn, { [delayKey]: "25" });
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  await webhook.apply(service(namespace), binding(namespace, arn));
  await eventually(async () => (await sleepOfPod(namespace)) === 30, "a sleep for AWS's delay");
  proxy.fail("*", accessDenied);
  const unread = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  await webhook.apply(service(unread), binding(unread, await account.targetGroup("never-read")));
  const denied = /outlive_aws_requests_total\{operation="DescribeTargetGroups",result="denied"\} [1-9]/;
  await eventually(async () => denied.test(await webhook.metrics()), "a request that is denied");
  expect(await sleepOfPod(namespace)).toBe(30);
  await eventually(() => webhook.log.text().includes("AWS denies"), "the log line");
  expect(webhook.log.text().match(/AWS denies/g)).toHaveLength(1);
  expect(await sleepOfPod(unread)).toBe(20);
});
