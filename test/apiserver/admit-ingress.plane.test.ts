import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

/** A namespace in which two Pods of Deployment shop run behind Ingress shop with delay 35. */
async function running(mode: string, given: Parameters<typeof deployment>[1] = {}): Promise<string> {
  const namespace = await webhook.namespace({ "outlive.dev/mode": mode });
  await webhook.apply(service(namespace), ingress(namespace, delay(35)));
  await webhook.until(async () => {
    const { stdout } = await webhook.kubectl(["-n", namespace, "get", "ingress", "shop", "-o", "name"]);
    return stdout !== "" && sawIngress(namespace);
  }, "the Ingress");
  await webhook.apply(deployment(namespace, given));
  await webhook.until(async () => {
    const { stdout } = await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "name"]);
    return stdout.split("\n").filter(Boolean).length === 2;
  }, "two Pods");
  return namespace;
}

/** The validating webhook has answered for this namespace, so its view has the namespace. */
const sawIngress = (namespace: string): boolean =>
  webhook.log.find((line) => line["namespace"] === namespace && line["kind"] === "Ingress") !== undefined;

const raise = (namespace: string, dryRun = false) =>
  webhook.kubectl(["apply", ...(dryRun ? ["--dry-run=server"] : []), "-f", "-"], ingress(namespace, delay(300)));

/** The Pods reach the webhook's view some moments after the API server has stored them. */
async function raisedUntil(namespace: string, seen: (stderr: string) => boolean): Promise<string> {
  let stderr = "";
  await webhook
    .until(async () => {
      stderr = (await raise(namespace, true)).stderr;
      return seen(stderr);
    }, "the answer")
    .catch(() => {});
  return stderr;
}

describe("raising an Ingress from 35 to 300 while Pods sleep 40", () => {
  test("is refused in enforce: the message names the workloads, both numbers and the way up", async () => {
    const namespace = await running("enforce");
    await raisedUntil(namespace, (stderr) => stderr.includes("denied"));
    const { code, stderr } = await raise(namespace);
    expect(code).toBe(1);
    expect(stderr).toContain("Error from server (Forbidden)");
    for (const part of [
      `Deployment ${namespace}/shop`,
      "300 s",
      "40 s",
      "305 s",
      "outlive.dev/next-deregistration-delay",
      "rollout restart deployment/shop",
    ])
      expect(stderr).toContain(part);
    expect(JSON.stringify(await webhook.get("ingress", namespace, "shop"))).toContain("timeout_seconds=35");
  });

  test("is a warning of lines of at most 120 characters in warn", async () => {
    const namespace = await running("warn");
    const stderr = await raisedUntil(namespace, (text) => text.includes("Warning:"));
    const lines = stderr.split("\n").filter((line) => line.startsWith("Warning: "));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line.slice("Warning: ".length).length).toBeLessThanOrEqual(120);
    expect((await raise(namespace)).code).toBe(0);
  });

  test("is only recorded in audit", async () => {
    const namespace = await running("audit");
    await webhook.until(async () => {
      expect(await raise(namespace, true)).toMatchObject({ code: 0, stderr: "" });
      return (
        webhook.log.find(
          (line) => line["namespace"] === namespace && line["kind"] === "Ingress" && line["result"] === "recorded",
        ) !== undefined
      );
    }, "a recorded decision");
    expect(await webhook.metrics()).toMatch(/outlive_admission_requests_total\{[^}]*kind="Ingress"[^}]*result="recorded"/);
  });

  test("goes through step by step as the message says", async () => {
    const namespace = await running("enforce");
    await raisedUntil(namespace, (stderr) => stderr.includes("denied"));
    await webhook.apply(ingress(namespace, delay(35), { "outlive.dev/next-deregistration-delay": "300" }));
    await webhook.until(async () => {
      await webhook.kubectl(["-n", namespace, "delete", "pods", "--all", "--grace-period=0", "--force"]);
      const { stdout } = await webhook.kubectl([
        "-n",
        namespace,
        "get",
        "pods",
        "-o",
        "jsonpath={.items[*].spec.terminationGracePeriodSeconds}",
      ]);
      return stdout === "315 315";
    }, "Pods sized for the announced delay");
    await webhook.until(async () => (await raise(namespace)).code === 0, "the raised delay to be admitted");
  });

  test("lowering is admitted", async () => {
    const namespace = await running("enforce");
    expect((await webhook.kubectl(["apply", "-f", "-"], ingress(namespace, delay(10)))).code).toBe(0);
  });
});

describe("an Ingress that is wrong in itself", () => {
  test("is refused: deregistration_delay.timeout_seconds=abc", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    await webhook.apply(service(namespace));
    let stderr = "";
    await webhook.until(async () => {
      stderr = (
        await webhook.kubectl(
          ["apply", "--dry-run=server", "-f", "-"],
          ingress(namespace, "deregistration_delay.timeout_seconds=abc"),
        )
      ).stderr;
      return stderr.includes("denied");
    }, "the refusal");
    expect(stderr).toContain("abc");
    expect(stderr).toContain("0 to 3600");
  });
});
