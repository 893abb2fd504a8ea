/** What becomes of reviews that are too large, or too many at once: a response that the API server can use wherever there can be one. */
import type { ClientRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { afterEach, describe, expect, test } from "vitest";
import { createAdmission } from "#admission/admit.ts";
import { builtInPolicies } from "#policy/policies.ts";
import type { ServerParts } from "#server/server.ts";
import { readSettings } from "#settings/read-settings.ts";
import { viewOf } from "../../support/view.ts";
import { type RunningServer, startServer } from "../running-server.ts";

let running: RunningServer | undefined;
const unfinished: ClientRequest[] = [];

afterEach(async () => {
  for (const request of unfinished.splice(0)) request.destroy();
  await running?.server.close();
  running = undefined;
});

async function start(file: object = {}, changed: Partial<ServerParts> = {}): Promise<RunningServer> {
  const read = readSettings(file, builtInPolicies);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { handle, fail } = createAdmission({
    view: viewOf([]),
    synced: () => true,
    configuration: () => read.configuration,
  });
  running = await startServer({ handler: handle, onFailure: fail, ...changed });
  return running;
}

/** In the order in which the API server writes it (admission/v1, Kubernetes 1.36). */
const reviewOf = (object: object, uid = "u-1", extra: Readonly<Record<string, readonly string[]>> = {}): string =>
  JSON.stringify({
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid,
      kind: { group: "", version: "v1", kind: "Service" },
      resource: { group: "", version: "v1", resource: "services" },
      requestKind: { group: "", version: "v1", kind: "Service" },
      name: "shop",
      namespace: "web",
      operation: "UPDATE",
      userInfo: { username: 'x,"object":{', extra },
      object,
      oldObject: object,
      dryRun: false,
    },
  });

const large = reviewOf({ text: "x".repeat(3 * 1024 * 1024) });

describe("a review that is too large", () => {
  test("is admitted unchecked, under its uid", async () => {
    const { call, seen } = await start();
    const reply = await call("/validate", { body: large });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({
      kind: "AdmissionReview",
      response: {
        uid: "u-1",
        allowed: true,
        warnings: [expect.stringContaining("exceeds the size limit")],
        auditAnnotations: { "failed-open": "body-too-large" },
      },
    });
    expect(seen).toMatchObject([
      { event: "rejected", rejection: "body-too-large" },
      {
        event: "decided",
        record: { result: "failed-open", reason: "body-too-large", uid: "u-1", kind: "Service", name: "shop" },
      },
    ]);
  });

  test("is denied where the settings say so", async () => {
    const { call } = await start({ failure: { routes: "closed" } });
    const reply = await call("/validate", { body: large });
    expect(JSON.parse(reply.text)).toMatchObject({ response: { uid: "u-1", allowed: false, status: { code: 403 } } });
  });

  test("without a length in its head is found out while it is read", async () => {
    const { call } = await start();
    const reply = await call("/validate", { body: large, headers: { "transfer-encoding": "chunked" } });
    expect(JSON.parse(reply.text)).toMatchObject({ response: { uid: "u-1", allowed: true } });
  });

  test.each([
    ["something else", "x".repeat(5 * 1024 * 1024)],
    ["a review that does not begin with its uid", JSON.stringify({ request: { object: "x".repeat(5 * 1024 * 1024), uid: "u" } })],
    ["a review whose user has a field of that name", reviewOf({ text: "x".repeat(3 * 1024 * 1024) }, "u", { a: [], object: [] })],
  ])("%s is answered with a Status and counted", async (_what, body) => {
    const { call, seen } = await start();
    const reply = await call("/mutate", { body });
    expect(JSON.parse(reply.text)).toMatchObject({
      kind: "Status",
      code: 413,
      message: expect.stringMatching(/4 MiB.*server\.bodyLimit/),
    });
    expect(reply.headers["retry-after"]).toBeUndefined();
    expect(seen).toMatchObject([
      { event: "rejected", rejection: "body-too-large" },
      { event: "refused", status: 413 },
    ]);
  });
});

/** Sends a beginning and nothing more. */
function begin({ port, ca }: RunningServer, text: string): Promise<string> {
  const sent = httpsRequest({
    host: "127.0.0.1",
    port,
    ca,
    path: "/validate",
    method: "POST",
    agent: false,
    headers: { "content-type": "application/json", "content-length": String(4 * 1024 * 1024) },
  });
  unfinished.push(sent);
  sent.write(text);
  return new Promise((resolve) => {
    sent.on("error", () => resolve("error"));
    sent.on("response", (response) => {
      let body = "";
      response.on("error", () => {});
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve(body));
    });
  });
}

describe("bodies that arrive together", () => {
  const limits = { body: 4 * 1024 * 1024, bodies: 4 * 1024 * 1024, connections: 512 };

  test("past the budget the oldest gets a review where its beginning tells enough, and a Status elsewhere", async () => {
    const server = await start({}, { limits });
    const first = begin(server, reviewOf({ text: "x".repeat(512 * 1024) }, "u-first").slice(0, 1024 * 1024));
    const second = begin(server, "y".repeat(2 * 1024 * 1024));
    void begin(server, "z".repeat(3 * 1024 * 1024));
    expect(JSON.parse(await first)).toMatchObject({
      response: { uid: "u-first", allowed: true, auditAnnotations: { "failed-open": "overloaded" } },
    });
    void begin(server, "z".repeat(3 * 1024 * 1024));
    expect(JSON.parse(await second)).toMatchObject({ kind: "Status", code: 503 });
    expect(server.seen.filter(({ event }) => event === "rejected").length).toBeGreaterThanOrEqual(2);
  });

  test("an ordinary review gets through beside any number of unfinished ones", async () => {
    const server = await start({}, { limits });
    for (let i = 0; i < 20; i += 1) void begin(server, "x".repeat(1024 * 1024));
    const reply = await server.call("/validate", { body: reviewOf({ metadata: { name: "shop" } }, "u-small") });
    expect(JSON.parse(reply.text)).toMatchObject({ response: { uid: "u-small", allowed: true } });
  });
});
