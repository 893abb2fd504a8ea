import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { createClient } from "#kubernetes/api/client.ts";
import { type ConfigurationChoice, loadConfiguration } from "#kubernetes/api/kubeconfig.ts";
import { FakeApiServer } from "../watch/fake-api-server.ts";

let server: FakeApiServer;
let folder: string;

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  folder = mkdtempSync(join(tmpdir(), "outlive-client-"));
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const config = (name: string, current?: string): string =>
  stringify({
    clusters: [{ name, cluster: { server: `https://${name}.example.com` } }],
    users: [{ name, user: { token: name } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    ...(current === undefined ? {} : { "current-context": current }),
  });

const serverOf = (choice: ConfigurationChoice, environment: NodeJS.ProcessEnv = {}): string | undefined =>
  loadConfiguration(choice, environment).getCurrentCluster()?.server;

describe("The kubeconfig", () => {
  test("is the one that is named, before the one of the environment", () => {
    const environment = { KUBECONFIG: write("b", config("b", "b")) };
    expect(serverOf({ kubeconfig: write("a", config("a", "a")) }, environment)).toBe("https://a.example.com");
    expect(serverOf({}, environment)).toBe("https://b.example.com");
  });

  test("is merged from all files of KUBECONFIG that exist, the first winning", () => {
    const files = [
      join(folder, "missing"),
      write("a", config("a")),
      write("b", config("b", "b")),
      write("again", config("a", "a")),
    ];
    const environment = { KUBECONFIG: files.join(delimiter) };
    expect(serverOf({}, environment)).toBe("https://b.example.com");
    expect(serverOf({ context: "a" }, environment)).toBe("https://a.example.com");
  });

  test.each<[string, () => ConfigurationChoice, string]>([
    ["that does not exist", () => ({ kubeconfig: "/nowhere/config" }), "The kubeconfig /nowhere/config does not exist"],
    ["that is a folder", () => ({ kubeconfig: folder }), "cannot be read: EISDIR"],
    ["that is empty", () => ({ kubeconfig: write("empty", "\n") }), "is empty"],
    ["that is no YAML", () => ({ kubeconfig: write("bad", "{ not: [yaml") }), "is not valid"],
    [
      "without a current context",
      () => ({ kubeconfig: write("a", config("a")) }),
      "names no current context; choose one with --context (it has: a)",
    ],
    [
      "without the context that is asked for",
      () => ({ kubeconfig: write("a", config("a", "a")), context: "b" }),
      'has no context "b"; it has: a',
    ],
    [
      "whose context names no cluster of it",
      () => ({ kubeconfig: write("a", config("a", "a").replace("cluster: a", "cluster: z")) }),
      'has no cluster "z"',
    ],
    [
      "whose context names no user of it",
      () => ({ kubeconfig: write("a", config("a", "a").replace("user: a", "user: z")) }),
      'has no user "z"',
    ],
    ["that is nowhere", () => ({}), "No cluster is configured"],
    ["that is nowhere, with a context", () => ({ context: "b" }), 'found for context "b"'],
  ])("%s is an error of one sentence", (_, choice, message) => {
    expect(() => loadConfiguration(choice(), { HOME: folder })).toThrow(message);
  });
});

describe("A request", () => {
  const client = (user?: Record<string, unknown>) => createClient({ kubeconfig: server.kubeconfig(user) });

  test("shares the connections of those before it", async () => {
    const shared = client();
    for (let time = 0; time < 20; time += 1) await (await shared.request("/api/v1/pods")).json();
    // A second one, where the first has not quite ended its last request.
    expect(server.connections).toBeLessThanOrEqual(2);
    await shared.close();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a token", { token: "abc" }, "Bearer abc"],
    ["a name and password", { username: "me", password: "pass" }, `Basic ${Buffer.from("me:pass").toString("base64")}`],
  ])("carries %s", async (_, user, authorization) => {
    await (await client(user).request("/api/v1/pods")).json();
    expect(server.authorizations).toEqual([authorization]);
  });

  test("asks an exec plugin for another token when the first is refused", async () => {
    const script = write(
      "plugin",
      `#!/bin/sh\necho x >> ${folder}/runs\necho '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t'$(wc -l < ${folder}/runs | tr -d ' ')'"}}'\n`,
    );
    chmodSync(script, 0o755);
    const plugin = client({ exec: { apiVersion: "client.authentication.k8s.io/v1", command: script } });
    await (await plugin.request("/api/v1/pods")).json();
    server.failNext(401);
    await (await plugin.request("/api/v1/pods")).json();
    expect(server.authorizations).toEqual(["Bearer t1", "Bearer t1", "Bearer t2"]);
  });

  test("says which plugin failed", async () => {
    await expect(client({ exec: { apiVersion: "v1", command: "/no/such/plugin" } }).request("/")).rejects.toThrow(
      /^The kubeconfig's command "\/no\/such\/plugin" failed: .*ENOENT/,
    );
  });

  test.each<[number, string, string, string]>([
    [401, "GET", "/api/v1/pods", "does not accept these credentials (401)"],
    [
      403,
      "GET",
      "/api/v1/pods?limit=500",
      'may not list pods in the whole cluster (403): bind a ClusterRole that allows the verb "list" on "pods"',
    ],
    [
      403,
      "GET",
      "/apis/networking.k8s.io/v1/ingresses?watch=true",
      "may not watch ingresses.networking.k8s.io in the whole cluster",
    ],
    [
      403,
      "GET",
      "/apis/apps/v1/namespaces/web/deployments/shop",
      "may not get deployments.apps in the namespace web (403): bind a Role",
    ],
    [403, "PATCH", "/api/v1/namespaces/web/pods/a/status", "may not patch pods/status in the namespace web"],
    [403, "POST", "/apis/apps/v1/namespaces/web/deployments", "may not create deployments.apps in the namespace web"],
    [403, "DELETE", "/api/v1/namespaces/web", "may not delete namespaces in the whole cluster"],
    [403, "GET", "/version", "does not allow GET /version (403)"],
    [500, "GET", "/api/v1/pods?limit=500", "answered 500 to GET /api/v1/pods: as told"],
  ])("that is answered %i to %s %s says what to do", async (status, method, path, message) => {
    server.failNext(status, 2);
    await expect(client().request(path, { method: method as "GET" })).rejects.toThrow(message);
  });

  test("to a server that is not there says so", async () => {
    const gone = client();
    await server.stop();
    await expect(gone.request("/api/v1/pods")).rejects.toThrow(
      /cannot be reached: nothing listens at this address.*\(ECONNREFUSED\)/,
    );
    await server.start();
  });

  test("to a host name that is not known says so", async () => {
    const unknown = createClient({ kubeconfig: write("a", config("a", "a").replace("a.example.com", "no-such-host.invalid")) });
    await expect(unknown.request("/")).rejects.toThrow(/cannot be reached: its host name/);
  });
});
