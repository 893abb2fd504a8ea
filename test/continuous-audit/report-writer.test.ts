import { setImmediate } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { type ReportEvent, ReportWriter } from "#continuous-audit/report-writer.ts";
import { ApiError } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import type { ReportContent } from "#reports/report-content.ts";
import { FakeObjects } from "../certificates/fake-objects.ts";
import { type FakeClock, fakeClock } from "../server/fake-clock.ts";

const group = "/apis/openreports.io/v1alpha1";
const pathOf = (uid: string): string => `${group}/namespaces/web/reports/outlive-${uid}`;

let objects: FakeObjects;
let clock: FakeClock;
let events: ReportEvent[];
let remainingMs: number;
let installed: boolean;
/** Status of every write while it is set. */
let failing: number | undefined;
/** Lists are refused. */
let unreadable: boolean;

/** Lists, and refuses writes where that is asked for. */
const server: ApiClient = {
  server: "https://fake",
  close: async () => {},
  request: async (path, options = {}) => {
    const answer = (value: unknown) => ({ status: 200, json: async () => value, chunks: (async function* () {})() });
    const refuse = (status: number) => new ApiError(`answered ${status}`, { kind: "status", status, retryAfterMs: undefined });
    if (path.startsWith("/apis/") && path.split("/").length === 4) {
      if (!installed || path !== group) throw refuse(404);
      return answer({ resources: [{ name: "reports" }] });
    }
    if (path.includes("labelSelector") && unreadable) throw refuse(429);
    if (path.includes("labelSelector")) return answer({ items: [...objects.objects.values()] });
    if (options.method !== undefined && options.method !== "GET" && failing !== undefined) throw refuse(failing);
    if (options.method === "DELETE") {
      objects.requests.push(`DELETE ${path}`);
      if (!objects.objects.delete(path)) throw refuse(404);
      return answer({});
    }
    const given = await objects.request(path, options);
    const name = options.method === "POST" ? `${path}/${String(at(JSON.parse(options.body ?? "{}"), "metadata", "name"))}` : path;
    return { ...given, json: async () => structuredClone(objects.objects.get(name)) };
  },
};

beforeEach(() => {
  objects = new FakeObjects();
  clock = fakeClock();
  events = [];
  remainingMs = 30_000;
  installed = true;
  failing = undefined;
  unreadable = false;
});

const writer = (): ReportWriter =>
  new ReportWriter({
    client: server,
    choice: "auto",
    clock,
    remainingMs: () => remainingMs,
    pace: { writeMs: 200, retryMs: 5_000, requestMs: 5_000, discoverMs: 60_000 },
    onEvent: (event) => events.push(event),
  });

const content = (uid: string, message: string): ReportContent => ({
  subject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: uid },
  uid,
  policy: "p",
  results: [{ id: "i", rule: "r", result: "fail", severity: "high", message, properties: { resultID: "i" } }],
  omitted: 0,
  hash: message,
});

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.advance(100);
    for (let turn = 0; turn < 12; turn += 1) await setImmediate();
  }
}

const writes = (): readonly string[] => objects.requests.filter((request) => !request.startsWith("GET"));
const messageOf = (uid: string): unknown => {
  const results = at(objects.objects.get(pathOf(uid)), "results");
  return Array.isArray(results) ? at(results[0], "message") : undefined;
};

test("what differs is written, five times a second, and what does not is not", async () => {
  const own = writer();
  await own.load();
  for (const uid of ["a", "b", "c"]) own.want(uid, "web", content(uid, "one"));
  await pass(100);
  expect(writes()).toHaveLength(1);
  await pass(1_000);
  expect(writes()).toHaveLength(3);
  for (const uid of ["a", "b", "c"]) own.want(uid, "web", content(uid, uid === "b" ? "two" : "one"));
  await pass(2_000);
  expect(writes().slice(3)).toEqual([`PUT ${pathOf("b")}`]);
  own.want("c", "web", undefined);
  own.want("never", "web", undefined);
  await pass(2_000);
  expect(writes().slice(4)).toEqual([`DELETE ${pathOf("c")}`]);
});

test("another writer finds what there is, writes nothing, and removes what nobody wants", async () => {
  const first = writer();
  await first.load();
  for (const uid of ["a", "b"]) first.want(uid, "web", content(uid, "one"));
  await pass(1_000);
  objects.requests.length = 0;
  const second = writer();
  await second.load();
  second.want("a", "web", content("a", "one"));
  second.prune((uid) => uid === "a");
  await pass(2_000);
  expect(writes()).toEqual([`DELETE ${pathOf("b")}`]);
});

test("a finding that stays keeps the time at which it was first seen", async () => {
  const own = writer();
  await own.load();
  own.want("a", "web", content("a", "one"));
  await pass(1_000);
  const first = at(objects.objects.get(pathOf("a")), "results");
  clock.advance(3_600_000);
  own.want("a", "web", content("a", "two"));
  await pass(1_000);
  const second = at(objects.objects.get(pathOf("a")), "results");
  const timeOf = (results: unknown) => (Array.isArray(results) ? at(results[0], "timestamp") : undefined);
  expect([messageOf("a"), timeOf(second)]).toEqual(["two", timeOf(first)]);
});

test("nothing is written while the leadership may end before the write does", async () => {
  const own = writer();
  await own.load();
  remainingMs = 4_000;
  own.want("a", "web", content("a", "one"));
  await pass(20_000);
  expect(writes()).toEqual([]);
  remainingMs = 30_000;
  await pass(6_000);
  expect(messageOf("a")).toBe("one");
});

test.each([429, 500, 503])("what fails with %i is written later", async (status) => {
  const own = writer();
  await own.load();
  failing = status;
  own.want("a", "web", content("a", "one"));
  await pass(6_000);
  failing = undefined;
  await pass(6_000);
  expect(messageOf("a")).toBe("one");
  expect(events.filter(({ event }) => event === "failed").length).toBeGreaterThan(0);
});

test("what is refused for what it says is not sent again until it says something else", async () => {
  const own = writer();
  await own.load();
  failing = 422;
  own.want("a", "web", content("a", "one"));
  await pass(60_000);
  expect(events.filter(({ event }) => event === "failed")).toHaveLength(1);
});

test("somebody else's change or deletion is put right", async () => {
  const own = writer();
  await own.load();
  own.want("a", "web", content("a", "one"));
  await pass(1_000);
  objects.put(pathOf("a"), objects.objects.get(pathOf("a")) ?? {});
  own.want("a", "web", content("a", "two"));
  await pass(2_000);
  expect(messageOf("a")).toBe("two");
  objects.objects.delete(pathOf("a"));
  own.want("a", "web", content("a", "three"));
  await pass(2_000);
  expect(messageOf("a")).toBe("three");
});

test("another tool's report of the same name is left as it is", async () => {
  objects.put(pathOf("a"), { metadata: { name: "outlive-a", namespace: "web" }, results: [] });
  const own = writer();
  await own.load();
  own.want("a", "web", content("a", "one"));
  await pass(60_000);
  expect(events.filter(({ event }) => event === "foreign")).toHaveLength(1);
  expect(objects.objects.get(pathOf("a"))).toMatchObject({ results: [] });
});

test("where the reports cannot be read yet it tries again soon, and then removes what nobody wants", async () => {
  const first = writer();
  await first.load();
  for (const uid of ["a", "b"]) first.want(uid, "web", content(uid, "one"));
  await pass(1_000);
  unreadable = true;
  const second = writer();
  await second.load();
  second.want("a", "web", content("a", "one"));
  second.prune((uid) => uid === "a");
  await pass(2_000);
  unreadable = false;
  objects.requests.length = 0;
  await pass(6_000);
  expect(writes()).toEqual([`DELETE ${pathOf("b")}`]);
  expect(events.filter((event) => event.event === "failed")).toMatchObject([{ operation: "list" }]);
});

test("where no definition is installed it says so once, and writes as soon as one is", async () => {
  installed = false;
  const own = writer();
  await own.load();
  own.want("a", "web", content("a", "one"));
  await pass(200_000);
  expect(events).toEqual([{ event: "api", api: undefined }]);
  installed = true;
  await pass(61_000);
  expect(messageOf("a")).toBe("one");
});
