import { beforeEach, describe, expect, test } from "vitest";
import { secretEntries } from "#kubernetes/api/secret-entries.ts";
import { webhookConfigurationBundles } from "#kubernetes/api/webhook-configuration-bundles.ts";
import { selfCertificatePermissions } from "#kubernetes/api/write-permissions.ts";
import { FakeObjects } from "./fake-objects.ts";

let server: FakeObjects;
beforeEach(() => {
  server = new FakeObjects();
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("the Secret", () => {
  const path = "/api/v1/namespaces/outlive/secrets/kept";
  const secret = () => secretEntries(server, { namespace: "outlive", name: "kept" });

  test("that does not exist is undefined, and is made by a write", async () => {
    expect(await secret().read()).toBeUndefined();
    expect(await secret().write({ "tls.crt": "pem" }, undefined)).toBe(true);
    expect(server.objects.get(path)).toMatchObject({ type: "Opaque", data: { "tls.crt": base64("pem") } });
  });

  test("is read as text and replaced with all that is not ours kept", async () => {
    const metadata = { name: "kept", namespace: "outlive", labels: { a: "b" }, annotations: { c: "d" } };
    server.put(path, { apiVersion: "v1", kind: "Secret", type: "Opaque", metadata, data: { old: base64("é") } });
    const kept = secret();
    const version = await kept.read();
    expect(version?.entries).toEqual({ old: "é" });
    expect(await kept.write({ new: "x" }, version)).toBe(true);
    expect(server.objects.get(path)).toMatchObject({ metadata, data: { new: base64("x") } });
    expect(server.objects.get(path)?.["data"]).not.toHaveProperty("old");
  });

  test("without data holds nothing", async () => {
    server.put(path, { apiVersion: "v1", kind: "Secret", metadata: { name: "kept", namespace: "outlive" } });
    expect((await secret().read())?.entries).toEqual({});
  });

  test.each<[string, () => void]>([
    ["written", () => server.put(path, { metadata: { name: "kept" }, data: {} })],
    ["deleted", () => server.objects.delete(path)],
  ])("that was %s by somebody else meanwhile is not written", async (_how, faster) => {
    server.put(path, { metadata: { name: "kept" }, data: {} });
    const kept = secret();
    const version = await kept.read();
    server.beforeWrite = faster;
    expect(await kept.write({ a: "b" }, version)).toBe(false);
  });

  test("that somebody else made meanwhile is not made again", async () => {
    const kept = secret();
    const version = await kept.read();
    server.beforeWrite = () => server.put(path, { metadata: { name: "kept" } });
    expect(await kept.write({ a: "b" }, version)).toBe(false);
  });
});

describe("the bundles of a webhook configuration", () => {
  const path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/outlive";
  const bundles = () => webhookConfigurationBundles(server, "ValidatingWebhookConfiguration", "outlive");
  const webhook = (name: string, clientConfig: object) => ({ name, clientConfig, futureField: 1 });
  const put = (...webhooks: readonly object[]) => server.put(path, { metadata: { name: "outlive" }, webhooks });

  test("are undefined where there is no configuration", async () => expect(await bundles().read()).toBeUndefined());

  test("are read for each webhook, empty ones as none", async () => {
    put(webhook("a", { url: "https://a" }), webhook("b", { caBundle: "" }), webhook("c", { caBundle: base64("pem") }));
    expect((await bundles().read())?.bundles).toEqual([undefined, undefined, "pem"]);
  });

  test("are put into every webhook, and nothing else is touched", async () => {
    put(webhook("a", { url: "https://a" }), webhook("b", { service: { name: "s" }, caBundle: base64("old") }));
    const one = bundles();
    const read = await one.read();
    expect(read && (await one.put("new", read))).toBe(true);
    expect(server.objects.get(path)?.["webhooks"]).toEqual([
      webhook("a", { url: "https://a", caBundle: base64("new") }),
      webhook("b", { service: { name: "s" }, caBundle: base64("new") }),
    ]);
  });

  test("of a configuration that was changed meanwhile are left alone", async () => {
    put(webhook("a", {}));
    const one = bundles();
    const read = await one.read();
    server.beforeWrite = () => put(webhook("other", {}), webhook("a", {}));
    expect(read && (await one.put("new", read))).toBe(false);
    expect(server.objects.get(path)?.["webhooks"]).toEqual([webhook("other", {}), webhook("a", {})]);
  });
});

test("Nothing is written without a permission that names it, except what is made", () => {
  const permissions = selfCertificatePermissions({
    secretName: "kept",
    leaseName: "turn",
    webhookConfigurations: { mutating: ["outlive"], validating: ["outlive", "other"] },
  });
  expect(permissions).toEqual([
    { scope: "own-namespace", group: "", resource: "secrets", resourceNames: ["kept"], verbs: ["get", "update"] },
    { scope: "own-namespace", group: "", resource: "secrets", resourceNames: undefined, verbs: ["create"] },
    {
      scope: "own-namespace",
      group: "coordination.k8s.io",
      resource: "leases",
      resourceNames: ["turn"],
      verbs: ["get", "update"],
    },
    { scope: "own-namespace", group: "coordination.k8s.io", resource: "leases", resourceNames: undefined, verbs: ["create"] },
    {
      scope: "cluster",
      group: "admissionregistration.k8s.io",
      resource: "mutatingwebhookconfigurations",
      resourceNames: ["outlive"],
      verbs: ["get", "patch"],
    },
    {
      scope: "cluster",
      group: "admissionregistration.k8s.io",
      resource: "validatingwebhookconfigurations",
      resourceNames: ["outlive", "other"],
      verbs: ["get", "patch"],
    },
  ]);
});
