/** What is easily got wrong about Pods in a mutating webhook, each tried against the API server. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { knownVersion } from "#model/kubernetes/version-facts.ts";
import { applied } from "../support/apply-patch.ts";
import { auditEntries } from "../support/audit-log.ts";
import { patchOf, type ReviewedRequest } from "../support/front.ts";
import { needsVersion } from "../support/needs-version.ts";
import { binding, delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { dryRun, refusal, routedNamespace, sleep, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
const gate = "target-health.elbv2.k8s.aws/k8s-web-shop-0123456789";
const routes = (namespace: string) => [service(namespace), ingress(namespace, delay(35)), binding(namespace)];
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, routes);
});
afterAll(() => webhook.stop());

interface Given {
  readonly metadata?: object;
  readonly spec?: object;
  readonly container?: object;
}

const podWith = ({ metadata = {}, spec = {}, container = {} }: Given, namespace = routed): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "pod", namespace, labels: { app: "shop" }, ...metadata },
  spec: { containers: [{ name: "app", image: "shop:1", ...container }], ...spec },
});

const calls = (matches: (request: ReviewedRequest) => boolean) =>
  webhook.front.calls((request) => request.namespace === routed && matches(request));

const untouched = { hooks: { app: {} }, grace: 30, gates: [], record: undefined };

test("X1 a Pod with a generated name, which has none yet when it is reviewed, is given its timings", async () => {
  const stored = await dryRun(webhook, podWith({ metadata: { name: undefined, generateName: "made-" } }));
  expect(timed(stored)).toMatchObject({ hooks: { app: sleep(40) }, grace: 50, gates: [gate] });
  const [call] = calls(({ object }) => objectAt(object, "metadata")["generateName"] === "made-");
  expect(objectAt(call?.review.request.object, "metadata")["name"]).toBeUndefined();
});

test("X2 the patch applies to the received object, and what it gives is what is stored", async () => {
  const stored = await dryRun(webhook, podWith({ metadata: { name: "patched" } }));
  const call = calls(({ name }) => name === "patched").at(-1);
  expect(call).toBeDefined();
  if (call === undefined) return;
  const expected = applied(call.review.request.object, patchOf(call));
  expect(timed(stored)).toEqual(timed(expected));
  expect(stored["spec"]).toEqual(objectAt(expected)["spec"]);
});

test("X3 reviews of more than two megabytes are answered", async () => {
  const args = ["x".repeat(1_200_000)];
  const large = (grace: number) => {
    const given = deployment(routed, { grace, replicas: 0 }) as { spec: { template: { spec: { containers: object[] } } } };
    const { template } = given.spec;
    const containers = template.spec.containers.map((each) => ({ ...each, args }));
    return { ...given, spec: { ...given.spec, template: { ...template, spec: { ...template.spec, containers } } } };
  };
  expect(await refusal(webhook, ["create"], large(31))).toBe("");
  await webhook.until(async () => (await refusal(webhook, ["replace"], large(32))) === "", "the Deployment to be replaced");
  const updates = calls(({ operation, kind }) => operation === "UPDATE" && kind.kind === "Deployment");
  expect(Math.max(...updates.map(({ bytes }) => bytes))).toBeGreaterThan(2_000_000);
  for (const { answer } of updates) expect(answer.response.allowed).toBe(true);
  await webhook.kubectl(["-n", routed, "delete", "deployment", "shop"]);
});

test("X4 a value with line breaks and colours comes to the user as warnings of one line each", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "warn" });
  await webhook.apply(service(namespace));
  const annotations = { "outlive.dev/pre-stop": "\n\r\u001b[31mfury\u0007" };
  let stderr = "";
  await webhook.until(async () => {
    stderr = (await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], deployment(namespace, { annotations }))).stderr;
    return stderr !== "";
  }, "a warning");
  const lines = stderr.trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^Warning: .{1,120}$/);
  expect(stderr).toContain("fury");
  expect(stderr).not.toContain("\u001b[31m");
});

test("X5 what audit mode decides stands in the audit log under keys that the API server keeps", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "audit" });
  await webhook.apply(service(namespace), ingress(namespace, delay(35)));
  const decided = (): Readonly<Record<string, string>> =>
    auditEntries(namespace).findLast(({ annotations }) => annotations?.["pods.outlive.dev/decision"] === "would-patch")
      ?.annotations ?? {};
  await webhook.until(async () => {
    await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], pod(namespace, "watched"));
    return (decided()["pods.outlive.dev/changes"] ?? "").includes("preStop sleep 40 s");
  }, "the decision in the audit log");
  expect(decided()["pods.outlive.dev/findings"]).toContain("prestop-outlives-deregistration");
});

test("X6 a Pod that exists can be labelled, and is never patched, although it lacks everything", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "off" });
  await webhook.apply(pod(namespace, "old"), ...routes(namespace));
  await webhook.kubectl(["label", "--overwrite", "namespace", namespace, "outlive.dev/mode=enforce"]);
  await webhook.until(
    async () => timed(await dryRun(webhook, pod(namespace, "new"))).grace === 50,
    "the namespace to be in scope",
  );
  expect((await webhook.kubectl(["-n", namespace, "label", "pod", "old", "example.com/a=b"])).code).toBe(0);
  expect(timed(await webhook.get("pod", namespace, "old"))).toEqual(untouched);
});

test("X11 a gate that is there already is not added again, and others keep their place", async () => {
  const own = { conditionType: "example.com/warm" };
  const stored = async (gates: readonly object[]) =>
    timed(await dryRun(webhook, podWith({ spec: { readinessGates: gates } }))).gates;
  expect(await stored([{ conditionType: gate }, own])).toEqual([gate, "example.com/warm"]);
  expect(await stored([own])).toEqual(["example.com/warm", gate]);
});

test.each([
  ["nothing", {}],
  ["a lifecycle without preStop", { container: { lifecycle: { postStart: { exec: { command: ["true"] } } } } }],
  ["annotations", { metadata: { annotations: { a: "b" } } }],
  ["an empty lifecycle", { container: { lifecycle: {} } }],
  ["empty lists and maps", { metadata: { annotations: {} }, spec: { readinessGates: [] } }],
] satisfies readonly (readonly [string, Given])[])("X12 a Pod that has %s beforehand is patched", async (_name, given) => {
  expect(timed(await dryRun(webhook, podWith(given)))).toMatchObject({ hooks: { app: sleep(40) }, grace: 50, gates: [gate] });
});

test("X13 what a MutatingAdmissionPolicy has set before us counts as given", async (context) => {
  needsVersion(context, "mutatingPolicies", "MutatingAdmissionPolicy as shipped");
  const api = "admissionregistration.k8s.io/v1";
  const rules = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }];
  const expression = `Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name,
    lifecycle: Object.spec.containers.lifecycle{preStop: Object.spec.containers.lifecycle.preStop{
      sleep: Object.spec.containers.lifecycle.preStop.sleep{seconds: 25}}}})}}`;
  const policy = {
    apiVersion: api,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: "floor" },
    spec: {
      matchConstraints: { resourceRules: rules, namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": routed } } },
      matchConditions: [{ name: "asked", expression: '"floor" in object.metadata.labels' }],
      failurePolicy: "Fail",
      reinvocationPolicy: "IfNeeded",
      mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    },
  };
  const bound = {
    apiVersion: api,
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: "floor" },
    spec: { policyName: "floor" },
  };
  try {
    await webhook.apply(policy, bound);
    const asked = (name: string) => podWith({ metadata: { name, labels: { app: "shop", floor: "yes" } } });
    const received = () => timed(calls(({ name }) => name === "floored").at(-1)?.review.request.object).hooks;
    await webhook.until(async () => {
      await dryRun(webhook, asked("floored"));
      return JSON.stringify(received()) === JSON.stringify({ app: sleep(25) });
    }, "the policy to be in force");
    expect(timed(await dryRun(webhook, asked("floored")))).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  } finally {
    await webhook.kubectl(["delete", "mutatingadmissionpolicy,mutatingadmissionpolicybinding", "floor"]);
  }
});

test("X14 a refusal is one message that says what, why and what to do", async () => {
  const stderr = await refusal(webhook, ["create"], deployment(routed, { annotations: { "outlive.dev/pre-stop": "fast" } }));
  expect(
    stderr
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("Warning: ")),
  ).toHaveLength(1);
  expect(stderr).toMatch(
    /Error from server \(Forbidden\): error when creating "STDIN": admission webhook "workloads\.outlive\.dev" denied the request: /,
  );
  for (const part of ["outlive.dev/pre-stop", '"fast"', "[override-invalid]"]) expect(stderr).toContain(part);
});

describe("Pods that are none of ours", () => {
  test("X17 a mirror of a static Pod stays as the kubelet made it", async () => {
    const annotations = { "kubernetes.io/config.mirror": "0123456789abcdef" };
    const spec = { nodeName: "node-1", automountServiceAccountToken: false };
    const stored = await dryRun(webhook, podWith({ metadata: { annotations }, spec }));
    expect(timed(stored)).toEqual(untouched);
  });

  test.each(["Never", "OnFailure"])("a Pod with restartPolicy %s ends by itself and gets nothing", async (restartPolicy) => {
    expect(timed(await dryRun(webhook, podWith({ spec: { restartPolicy } })))).toEqual(untouched);
  });

  test("one that asks for a sleep gets it all the same", async () => {
    const annotations = { "outlive.dev/pre-stop": "15" };
    const stored = timed(await dryRun(webhook, podWith({ metadata: { annotations }, spec: { restartPolicy: "Never" } })));
    expect(stored.hooks).toEqual({ app: sleep(40) });
  });

  test("the Pods of a Job get nothing", async () => {
    const spec = { restartPolicy: "Never", containers: [{ name: "app", image: "shop:1" }] };
    const job = { spec: { template: { metadata: { labels: { app: "shop" } }, spec } } };
    await webhook.apply({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "once", namespace: routed }, ...job });
    const made = async (): Promise<readonly JsonObject[]> =>
      (
        JSON.parse((await webhook.kubectl(["-n", routed, "get", "pods", "-l", "job-name=once", "-o", "json"])).stdout) as {
          items: JsonObject[];
        }
      ).items;
    await webhook.until(async () => (await made()).length === 1, "the Job's Pod");
    expect((await made()).map((each) => timed(each))).toEqual([untouched]);
  });
});

describe("Pods of another kind", () => {
  test("X18 a negative grace period counts as the 1 that the API server makes of it, and the template keeps it", async () => {
    expect(timed(await dryRun(webhook, podWith({ spec: { terminationGracePeriodSeconds: -5 } })))).toMatchObject({ grace: 50 });
    const { code, stdout, stderr } = await webhook.kubectl(
      ["apply", "--dry-run=server", "-o", "json", "-f", "-"],
      deployment(routed, { grace: -5 }),
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("Warning: ")]);
    expect(timed(JSON.parse(stdout), "spec", "template")).toMatchObject({ hooks: { app: {} }, grace: -5 });
  });

  test("a Windows Pod gets the native sleep", async () => {
    const spec = { os: { name: "windows" } };
    expect(timed(await dryRun(webhook, podWith({ spec }))).hooks).toEqual({ app: sleep(40) });
  });

  test("a Pod on the node's network is sized like any other", async () => {
    const spec = { hostNetwork: true };
    const container = { ports: [{ containerPort: 8080, hostPort: 8080 }] };
    expect(timed(await dryRun(webhook, podWith({ spec, container })))).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  });
});

test("X20 fields that nothing here reads are stored as they were sent", async () => {
  const free = await webhook.namespace({ "outlive.dev/mode": "off" });
  const { minor } = knownVersion(inject("controlPlane").kubernetes);
  const rich: Given = {
    metadata: { annotations: { "example.com/note": "später ✓" }, finalizers: ["example.com/hold"] },
    spec: {
      automountServiceAccountToken: false,
      schedulingGates: [{ name: "example.com/wait" }],
      hostUsers: true,
      setHostnameAsFQDN: true,
      dnsConfig: { options: [{ name: "ndots", value: "2" }] },
      // Spelt otherwise in 1.30, which refuses it.
      ...(minor > 30 ? { resourceClaims: [{ name: "gpu", resourceClaimTemplateName: "gpu" }] } : {}),
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { a: "b" } },
        },
      ],
    },
    container: { resizePolicy: [{ resourceName: "cpu", restartPolicy: "NotRequired" }], restartPolicyRules: undefined },
  };
  const sent = objectAt(await dryRun(webhook, podWith(rich, free)), "spec");
  const stored = objectAt(await dryRun(webhook, podWith(rich)), "spec");
  const { terminationGracePeriodSeconds: _grace, readinessGates: _gates, containers, ...rest } = stored;
  const { terminationGracePeriodSeconds: _before, containers: given, ...others } = sent;
  expect(rest).toEqual(others);
  expect(containers).toEqual((given as readonly JsonObject[]).map((each) => ({ ...each, lifecycle: { preStop: sleep(40) } })));
});
