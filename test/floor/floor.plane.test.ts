import type { Command } from "commander";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { auditCommand } from "#cli/audit/audit.ts";
import { exportCommand } from "#cli/export/export.ts";
import type { CommandIo } from "#cli/io.ts";
import { validatingBindings, validatingPolicies } from "#floor/check-policy.ts";
import { parametersConfigMap } from "#floor/floor-parameters.ts";
import { mutatingBinding, mutatingPolicy } from "#floor/floor-policy.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { type CommandRun, runCommand } from "../cli/run-explain.ts";
import { needsFloor, servedFloor } from "../support/served-floor.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

const enforce = { "outlive.dev/mode": "enforce" };
const floor = { sleep: 40, grace: 50, from: "Deployment web/shop" };

interface Timed {
  readonly sleep: unknown;
  readonly grace: unknown;
  readonly mark: unknown;
}

const timedBy = (object: unknown): Timed => ({
  sleep: objectAt((objectAt(object, "spec")["containers"] as readonly unknown[])[0], "lifecycle", "preStop", "sleep")["seconds"],
  grace: objectAt(object, "spec")["terminationGracePeriodSeconds"],
  mark: objectAt(object, "metadata", "annotations")["outlive.dev/floor"],
});

const served = servedFloor();

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
  await webhook.apply(...validatingPolicies(), ...validatingBindings("Deny"));
  if (served !== undefined) await webhook.apply(mutatingPolicy(served), mutatingBinding(served));
  await checksAreApplied();
  if (served !== undefined) await floorIsApplied();
});
afterAll(async () => {
  if (served !== undefined)
    await webhook.kubectl(["delete", "mutatingadmissionpolicybinding,mutatingadmissionpolicy", "outlive-floor"]);
  await webhook.kubectl(["delete", "validatingadmissionpolicybinding", "outlive-check-pods", "outlive-check-routes"]);
  await webhook.kubectl(["delete", "validatingadmissionpolicy", "outlive-check-pods", "outlive-check-routes"]);
  await webhook.stop();
});

const createdIn = async (namespace: string, given: Parameters<typeof pod>[2] = {}): Promise<Timed> => {
  const args = ["create", "--dry-run=server", "-o", "json", "-f", "-"];
  return timedBy(JSON.parse((await webhook.kubectl(args, pod(namespace, "one", given))).stdout));
};

async function createdUntil(namespace: string, given: Parameters<typeof pod>[2], expected: Timed): Promise<Timed> {
  let found: Timed = { sleep: undefined, grace: undefined, mark: undefined };
  await webhook
    .until(
      async () => {
        found = await createdIn(namespace, given);
        return JSON.stringify(found) === JSON.stringify(expected);
      },
      `the Pod to be stored with ${JSON.stringify(expected)}`,
    )
    .catch(() => {});
  return found;
}

const graceTooShort = "more than 5 s above the preStop sleep";
const noWholeNumber = "whole number from 0 to 3600";

/** What kubectl says on standard error, which is nothing where the object is taken. */
const refusalOf = async (object: object): Promise<string> =>
  (await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], object)).stderr;

function podWithShortGrace(namespace: string): object {
  const given = pod(namespace, "short", {});
  const [container] = objectAt(given, "spec")["containers"] as readonly object[];
  const spec = {
    ...objectAt(given, "spec"),
    terminationGracePeriodSeconds: 44,
    containers: [{ ...container, lifecycle: { preStop: { sleep: { seconds: 40 } } } }],
  };
  return { ...given, spec };
}

/** An API server begins to apply policies a second or more after it has stored them. */
async function checksAreApplied(): Promise<void> {
  const namespace = await webhook.namespace(enforce);
  const both = [
    [podWithShortGrace(namespace), graceTooShort],
    [ingress(namespace, delay(3601)), noWholeNumber],
  ] as const;
  for (const [object, message] of both)
    await webhook.until(async () => (await refusalOf(object)).includes(message), `a policy to refuse with "${message}"`);
}

/** Seen only where no webhook takes the floor away again. */
async function floorIsApplied(): Promise<void> {
  const namespace = await withFloor();
  await webhook.front.stop();
  await webhook.until(async () => (await createdIn(namespace)).mark !== undefined, "the floor to be set");
  await webhook.front.start();
  await webhook.until(async () => (await createdIn(namespace)).mark === undefined, "the webhook to take the floor away");
}

const withFloor = async (sleep = floor.sleep): Promise<string> => {
  const namespace = await webhook.namespace(enforce);
  await webhook.apply(parametersConfigMap({ ...floor, namespace, sleep }));
  return namespace;
};

describe("while the webhook responds, a Pod gets exactly what its routes require,", () => {
  beforeEach(needsFloor);

  test("where that is more than the floor", async () => {
    const namespace = await withFloor(10);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)));
    const expected = { sleep: 40, grace: 50, mark: undefined };
    expect(await createdUntil(namespace, {}, expected)).toEqual(expected);
  });

  test("where that is less", async () => {
    const namespace = await withFloor(200);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)));
    const expected = { sleep: 40, grace: 50, mark: undefined };
    expect(await createdUntil(namespace, {}, expected)).toEqual(expected);
  });

  test("where no route leads to it", async () => {
    const namespace = await withFloor();
    const expected = { sleep: undefined, grace: 30, mark: undefined };
    expect(await createdUntil(namespace, {}, expected)).toEqual(expected);
  });
});

describe("the exported checks", () => {
  test("reject a grace period that leaves no time after the sleep", async () => {
    const namespace = await webhook.namespace(enforce);
    expect(await refusalOf(podWithShortGrace(namespace))).toContain(graceTooShort);
  });

  test.each([
    ["deregistration_delay.timeout_seconds=3601", true],
    ["deregistration_delay.timeout_seconds=35s", true],
    ["stickiness.enabled=true,deregistration_delay.timeout_seconds=3600", false],
    ["deregistration_delay.timeout_seconds=0", false],
  ])("of an Ingress with %s: rejected %s", async (attributes, rejected) => {
    // Where the webhook does not look, so that only the policy can have rejected it.
    const namespace = await webhook.namespace(enforce);
    expect((await refusalOf(ingress(namespace, attributes))).includes(noWholeNumber)).toBe(rejected);
  });
});

describe("an audit of a cluster with a floor", () => {
  const { kubeconfig } = inject("controlPlane");
  const run = (create: (io: CommandIo) => Command, ...args: readonly string[]): Promise<CommandRun> =>
    runCommand(create, ["--kubeconfig", kubeconfig, ...args]);

  test("reports numbers that are not those of today, until they are exported again", async () => {
    const namespace = await withFloor(10);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace));
    const floorFindings = async (): Promise<readonly string[]> => {
      const { stdout } = await run(auditCommand, "-n", namespace, "-o", "json");
      const found = JSON.parse(stdout) as { floorFindings: readonly { rule: string; message: string }[] };
      return found.floorFindings.map(({ rule, message }) => `${rule}: ${message}`);
    };
    expect(await floorFindings()).toEqual([
      expect.stringMatching(/^floor-parameters-outdated: .*has sleep 10 and grace 50; .* requires 40 and 50 today/),
    ]);
    const { stdout } = await run(exportCommand, "params", "-n", namespace);
    expect((await webhook.kubectl(["apply", "-f", "-"], stdout)).code).toBe(0);
    expect(await floorFindings()).toEqual([]);
    process.exitCode = undefined;
  });

  test("says so where this user may not read ConfigMaps", async () => {
    const { stdout } = await run(auditCommand, "--as", "nobody-in-particular", "-o", "json");
    const { source } = JSON.parse(stdout) as { source: { unreadable: readonly string[] } };
    expect(source.unreadable.join()).toContain("an exported floor is not compared");
    process.exitCode = undefined;
  });
});

test("while it does not, a Pod gets the floor of its namespace", async (context) => {
  needsFloor(context);
  const namespace = await withFloor();
  const other = await webhook.namespace(enforce);
  const wrong = await webhook.namespace(enforce);
  await webhook.apply({ ...parametersConfigMap({ ...floor, namespace: wrong }), data: { sleep: "soon", grace: "50" } });
  await webhook.apply(service(namespace), ingress(namespace, delay(35)));
  await webhook.front.stop();
  const expected = { sleep: 40, grace: 50, mark: "sleep=40,before=30" };
  expect(await createdUntil(namespace, {}, expected)).toEqual(expected);
  const nothing = { sleep: undefined, grace: 30, mark: undefined };
  expect(await createdUntil(other, {}, nothing)).toEqual(nothing);
  expect(await createdUntil(wrong, {}, nothing)).toEqual(nothing);
  await webhook.front.start();
  const exact = { sleep: 40, grace: 50, mark: undefined };
  expect(await createdUntil(namespace, {}, exact)).toEqual(exact);
});
