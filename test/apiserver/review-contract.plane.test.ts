/** Kubernetes' own integration cases of the webhook contract (test/integration/apiserver/admissionwebhook of 1.36). */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { isJsonObject, objectAt } from "#model/kubernetes/json.ts";
import { patchOf, type ReviewedRequest } from "../support/front.ts";
import { startOtherWebhook } from "../support/other-webhook.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { dryRun, listAt, refusal, routedNamespace, sleep, timed, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook, type WebhookConfiguration } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, (namespace) => [service(namespace), ingress(namespace, delay(35))]);
});
afterAll(() => webhook.stop());
afterEach(async () => {
  webhook.front.slowDown(0);
  await webhook.register();
  await untilPodsSleep(webhook, routed, 40);
});

const withChange =
  (change: object) =>
  (configurations: readonly WebhookConfiguration[]): readonly object[] =>
    configurations.map((each) => ({ ...each, webhooks: each.webhooks.map((hook) => ({ ...hook, ...change })) }));

/** Whatever happens in the namespace comes to both doors, and anything but a well-formed answer fails the request. */
const everythingIn = (namespace: string) =>
  withChange({
    failurePolicy: "Fail",
    // They are about objects, and what is deleted comes without one.
    matchConditions: [],
    rules: [{ apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"], operations: ["*"] }],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  });

const seen = (namespace: string, matches: (request: ReviewedRequest) => boolean) =>
  webhook.front.calls((request) => request.namespace === namespace && matches(request));

const configMap = (namespace: string, name = "any") => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } });

/** Waits until the API server calls us for everything: a ConfigMap is nothing that we ask for otherwise. */
async function untilEverythingComes(namespace: string): Promise<void> {
  await webhook.until(async () => {
    await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], configMap(namespace, "marker"));
    const doors = new Set(seen(namespace, ({ kind }) => kind.kind === "ConfigMap").map(({ url }) => url.split("?")[0]));
    return doors.size === 2;
  }, "a ConfigMap to be reviewed by both doors");
}

async function must(args: readonly string[], input?: unknown): Promise<void> {
  const { code, stderr } = await webhook.kubectl(args, input);
  expect([args.join(" "), code, code === 0 ? "" : stderr]).toEqual([args.join(" "), 0, ""]);
}

const place = ({ object, oldObject, options }: ReviewedRequest): string =>
  [
    object === null ? "" : "object",
    oldObject === null ? "" : "oldObject",
    isJsonObject(options) ? String(options["kind"]) : "",
  ].join(" ");

test("I1 X19 whatever verb and resource comes, with whatever objects, is answered and nothing but a created Pod is patched", async () => {
  const namespace = await routedNamespace(webhook, 40, (name) => [service(name), ingress(name, delay(35))]);
  await webhook.register(everythingIn(namespace));
  await untilEverythingComes(namespace);
  const inNamespace = (...args: readonly string[]) => ["-n", namespace, ...args];
  await must(["create", "-f", "-"], pod(namespace, "one"));
  await must(["create", "-f", "-"], pod(namespace, "two"));
  await must(["create", "-f", "-"], configMap(namespace));
  await must(["apply", "-f", "-"], deployment(namespace, { replicas: 0, grace: 30 }));
  await must(inNamespace("label", "pod", "one", "example.com/a=b"));
  await must(inNamespace("scale", "deployment", "shop", "--replicas=1"));
  await must(inNamespace("patch", "service", "shop", "--type=merge", "-p", '{"metadata":{"labels":{"a":"b"}}}'));
  await must(["replace", "-f", "-"], ingress(namespace, delay(30)));
  await webhook.kubectl(inNamespace("exec", "one", "--", "true"));
  await webhook.kubectl(inNamespace("get", "--raw", `/api/v1/namespaces/${namespace}/services/shop/proxy/`));
  const eviction = {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name: "two", namespace },
    deleteOptions: { gracePeriodSeconds: 7 },
  };
  await must(["create", "--raw", `/api/v1/namespaces/${namespace}/pods/two/eviction`, "-f", "-"], eviction);
  await must(inNamespace("delete", "pod", "one", "--grace-period=3"));
  await must(inNamespace("delete", "configmap,deployment,ingress,service", "--all"));
  const calls = seen(namespace, () => true);
  const shapes = new Set(
    calls.map(({ review: { request } }) =>
      [request.operation, [request.resource.resource, request.subResource ?? ""].join("/"), place(request)].join(" "),
    ),
  );
  for (const shape of [
    "CREATE pods/ object  CreateOptions",
    "CREATE configmaps/ object  CreateOptions",
    "CREATE pods/eviction object  CreateOptions",
    "UPDATE pods/ object oldObject UpdateOptions",
    "UPDATE deployments/scale object oldObject UpdateOptions",
    "UPDATE deployments/status object oldObject UpdateOptions",
    "UPDATE ingresses/ object oldObject UpdateOptions",
    "DELETE pods/  oldObject DeleteOptions",
    "DELETE ingresses/  oldObject DeleteOptions",
    "CONNECT pods/exec object  ",
    "CONNECT services/proxy object  ",
  ])
    expect([...shapes]).toContain(shape);
  for (const { review, answer } of calls) expect(answer.response).toMatchObject({ uid: review.request.uid, allowed: true });
  const patched = calls.filter((call) => patchOf(call).length > 0).map(({ review: { request } }) => request);
  expect(
    new Set(patched.map(({ operation, resource, subResource }) => `${operation} ${resource.resource}/${subResource ?? ""}`)),
  ).toEqual(new Set(["CREATE pods/"]));
  const outcomes = (await webhook.metrics()).split("\n").filter((line) => line.startsWith("outlive_admission_requests_total"));
  expect(outcomes.filter((line) => /result="(failed|malformed)/.test(line))).toEqual([]);
});

test.each(["v1", "v1beta1"])("I2 a review of %s is answered in the same version", async (version) => {
  await webhook.register(withChange({ admissionReviewVersions: [version] }));
  const apiVersion = `admission.k8s.io/${version}`;
  await webhook.until(async () => {
    await dryRun(webhook, pod(routed, "versioned"));
    return seen(routed, () => true).at(-1)?.review.apiVersion === apiVersion;
  }, version);
  expect(timed(await dryRun(webhook, pod(routed, "versioned")))).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  expect(seen(routed, () => true).at(-1)?.answer.apiVersion).toBe(apiVersion);
  const skipped = deployment(routed, { annotations: { "outlive.dev/skip": "" } });
  expect(await refusal(webhook, ["create", "--dry-run=server"], skipped)).toContain("denied the request");
});

test("I3 a route that is sent in another version is reviewed as the one that we ask for", async () => {
  const route = (apiVersion: string) => ({
    apiVersion,
    kind: "HTTPRoute",
    metadata: { name: "shop", namespace: routed },
    spec: { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] },
  });
  const rules = [
    { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["v1"], resources: ["httproutes"], operations: ["CREATE"] },
  ];
  await webhook.register(withChange({ rules, matchPolicy: "Equivalent" }));
  await webhook.until(async () => {
    await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], route("gateway.networking.k8s.io/v1beta1"));
    return seen(routed, ({ requestKind }) => requestKind?.kind === "HTTPRoute").length > 0;
  }, "the route to be reviewed");
  const [call] = seen(routed, ({ kind }) => kind.kind === "HTTPRoute");
  expect(call?.review.request).toMatchObject({
    kind: { group: "gateway.networking.k8s.io", version: "v1", kind: "HTTPRoute" },
    requestKind: { version: "v1beta1" },
  });
  expect(call?.answer.response.allowed).toBe(true);
});

test("I4 our warnings arrive beside those of another webhook", async () => {
  const warned = await webhook.namespace({ "outlive.dev/mode": "warn" });
  await webhook.apply(service(warned));
  const other = await startOtherWebhook(() => ({ warnings: ["somebody else's words"] }));
  const hook = {
    name: "other.example.com",
    clientConfig: other.clientConfig,
    rules: [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments"], operations: ["CREATE"] }],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": warned } },
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
  };
  const api = "admissionregistration.k8s.io/v1";
  try {
    await webhook.apply({
      apiVersion: api,
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "other" },
      webhooks: [hook],
    });
    let stderr = "";
    await webhook.until(async () => {
      stderr = (await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], deployment(warned))).stderr;
      return stderr.includes("somebody else's words") && stderr.includes("enforce mode would set");
    }, "both webhooks' warnings");
    expect(stderr.split("\n").filter((line) => line.startsWith("Warning: ")).length).toBeGreaterThan(1);
  } finally {
    await webhook.kubectl(["delete", "validatingwebhookconfiguration", "other"]);
    await other.stop();
  }
});

test("I5 what a client of another encoding sends is reviewed as JSON: the controller manager's Pods come as Protobuf", async () => {
  const namespace = await routedNamespace(webhook, 40, (name) => [service(name), ingress(name, delay(35))]);
  await webhook.apply(deployment(namespace, { replicas: 1, grace: 30 }));
  const made = () => seen(namespace, ({ object }) => objectAt(object, "metadata")["generateName"] !== undefined);
  await webhook.until(() => made().length > 0, "the controller's Pod");
  expect(made()[0]?.contentType).toBe("application/json");
  expect(patchOf(made()[0] as never).length).toBeGreaterThan(0);
});

test("I7 the time that the API server gives is the webhook's, or what is left of the request's", async () => {
  const path = `/api/v1/namespaces/${routed}/pods?dryRun=All`;
  await must(["create", "--raw", path, "-f", "-"], pod(routed, "long"));
  await must(["create", "--raw", `${path}&timeout=2s`, "-f", "-"], pod(routed, "short"));
  const urlOf = (name: string) => seen(routed, (request) => request.name === name).map(({ url }) => url);
  expect([urlOf("long"), urlOf("short")]).toEqual([["/mutate?timeout=3s"], ["/mutate?timeout=2s"]]);
});

test.each([
  ["true", "Fail", sleep(40)],
  ["true", "Ignore", sleep(40)],
  ["false", "Fail", {}],
  ["false", "Ignore", {}],
  ["object.metadata.nothing == 1", "Fail", "resulted in error"],
  ["object.metadata.nothing == 1", "Ignore", {}],
])("I8 the match condition `%s` with %s", async (expression, failurePolicy, expected) => {
  const conditions = [
    { name: "always", expression: "true" },
    { name: "varied", expression },
  ];
  await webhook.register(withChange({ failurePolicy, matchConditions: conditions }));
  const answered = async (): Promise<unknown> => {
    const { code, stdout, stderr } = await webhook.kubectl(
      ["create", "--dry-run=server", "-o", "json", "-f", "-"],
      pod(routed, "matched"),
    );
    return code === 0 ? timed(JSON.parse(stdout)).hooks["app"] : stderr;
  };
  await webhook.until(async () => {
    const given = await answered();
    return typeof expected === "string" ? String(given).includes(expected) : JSON.stringify(given) === JSON.stringify(expected);
  }, JSON.stringify(expected));
});

test("I10 managed fields are those of what was sent; what we set belongs to nobody", async () => {
  await must(["apply", "--server-side", "--field-manager=shipper", "-f", "-"], pod(routed, "managed"));
  const stored = await webhook.kubectl(["-n", routed, "get", "pod", "managed", "-o", "json", "--show-managed-fields"]);
  const object: unknown = JSON.parse(stored.stdout);
  expect(timed(object)).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  const shipper = listAt(objectAt(object, "metadata"), "managedFields").find((entry) => entry["manager"] === "shipper");
  expect(JSON.stringify(shipper)).toContain("f:readinessProbe");
  for (const field of ["f:lifecycle", "f:terminationGracePeriodSeconds", "f:outlive.dev/injected"])
    expect(stored.stdout).not.toContain(`"${field}"`);
});

test("D1 a dry run gives the same Pod and the same template as the real request, and stores nothing", async () => {
  const dry = await dryRun(webhook, pod(routed, "dry"));
  expect((await webhook.kubectl(["-n", routed, "get", "pod", "dry"])).stderr).toContain("not found");
  await webhook.apply(pod(routed, "dry"));
  expect(timed(await webhook.get("pod", routed, "dry"))).toEqual(timed(dry));
  const { stdout } = await webhook.kubectl(["apply", "--dry-run=server", "-o", "json", "-f", "-"], deployment(routed));
  expect((await webhook.kubectl(["-n", routed, "get", "deployment", "shop"])).stderr).toContain("not found");
  await webhook.apply(deployment(routed));
  const stored = timed(await webhook.get("deployment", routed, "shop"), "spec", "template");
  expect(stored).toEqual(timed(JSON.parse(stdout), "spec", "template"));
  expect(stored).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
});
