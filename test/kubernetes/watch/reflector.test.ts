import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { Listing } from "#kubernetes/watch/list-all.ts";
import { Reflector, type ReflectorTarget } from "#kubernetes/watch/reflector.ts";
import { wholeList } from "#kubernetes/watch/whole-list.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";

const path = "/apis/example.com/v1/things";

const listing: Listing<string> = {
  group: "example.com",
  versions: ["v2", "v1"],
  plural: "things",
  read: (raw) => asText(at(raw, "value")),
};

const thing = (name: string, value: string) => ({ metadata: { namespace: "web", name }, value });

class Things implements ReflectorTarget<string> {
  readonly held = new Map<string, string>();
  throwing = false;

  beginList(): ReturnType<ReflectorTarget<string>["beginList"]> {
    return wholeList((objects) => {
      this.held.clear();
      for (const { key, object } of objects) this.held.set(key.name, object);
    });
  }

  put({ key, object }: Parameters<ReflectorTarget<string>["put"]>[0]): void {
    if (this.throwing) throw new Error("a handler that fails");
    this.held.set(key.name, object);
  }

  remove({ name }: Parameters<ReflectorTarget<string>["remove"]>[0]): void {
    this.held.delete(name);
  }
}

let server: FakeApiServer;
let clock: FakeClock;
let client: ApiClient;
let things: Things;
let reflector: Reflector<string>;

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  server.takeAway("/apis/example.com/v2/things");
  server.put(path, thing("a", "1"));
  clock = new FakeClock();
  client = createClient({ kubeconfig: server.kubeconfig() });
  things = new Things();
  reflector = new Reflector(listing, things, { client, clock, random: () => 0.5 });
});

afterEach(async () => {
  await reflector.stop();
  await client.close();
  await server.stop();
});

const lists = (): number =>
  server.requests.filter((request) => request.includes("/v1/things") && !request.includes("watch=")).length;
const watchRequests = (): readonly string[] => server.requests.filter((request) => request.includes("watch="));
const held = (): Record<string, string> => Object.fromEntries([...things.held].sort());
const watching = (): Promise<void> => clock.until(() => server.watchesOf(path) === 1, 50, "a watch");

async function started(): Promise<void> {
  reflector.start();
  await watching();
}

describe("A reflector", () => {
  test("lists in the first version that the server has, then watches with bookmarks and a jittered end", async () => {
    await started();
    expect(held()).toEqual({ a: "1" });
    expect(server.requests.slice(0, 2)).toEqual([
      "GET /apis/example.com/v2/things?limit=500",
      "GET /apis/example.com/v1/things?limit=500",
    ]);
    expect(watchRequests()).toEqual([`GET ${path}?watch=true&allowWatchBookmarks=true&resourceVersion=101&timeoutSeconds=270`]);
  });

  test("follows adds, changes and deletes", async () => {
    await started();
    server.put(path, thing("b", "1"));
    server.put(path, thing("a", "2"));
    await clock.until(() => held()["a"] === "2");
    expect(held()).toEqual({ a: "2", b: "1" });
    server.remove(path, "web", "a");
    await clock.until(() => held()["a"] === undefined);
    expect(held()).toEqual({ b: "1" });
  });

  test("reads a list page by page", async () => {
    for (const name of ["b", "c", "d", "e"]) server.put(path, thing(name, "1"));
    server.pageSize = 2;
    await started();
    expect(Object.keys(held())).toEqual(["a", "b", "c", "d", "e"]);
    expect(lists()).toBe(3);
  });

  test("takes the whole list at once where the pages expire while they are read", async () => {
    for (const name of ["b", "c"]) server.put(path, thing(name, "1"));
    server.pageSize = 2;
    server.compact();
    await started();
    expect(Object.keys(held())).toEqual(["a", "b", "c"]);
  });

  test("removes what it can no longer read", async () => {
    await started();
    server.put(path, { metadata: { namespace: "web", name: "a" } });
    await clock.until(() => things.held.size === 0);
  });

  test.each([
    ["ends in time", () => server.endWatches(path)],
    ["is cut", () => server.breakWatches(path)],
    ["ends within a line", () => server.spoilWatches('{"type":"ADDED","obj', path)],
  ])("goes on from the last version where the watch %s", async (_, end) => {
    await started();
    server.put(path, thing("b", "1"));
    await clock.until(() => held()["b"] === "1");
    end();
    server.put(path, thing("c", "1"));
    await clock.until(() => held()["c"] === "1");
    expect(lists()).toBe(1);
    expect(watchRequests().at(-1)).toContain("resourceVersion=102&");
  });

  test("goes on from a bookmark", async () => {
    await started();
    server.bookmark(path);
    await clock.until(() => reflector.status.lastEventAtMs === clock.nowMs() || clock.nowMs() > 1_000_500);
    server.endWatches(path);
    await clock.until(() => watchRequests().length === 2);
    expect(watchRequests().at(-1)).toContain("resourceVersion=102&");
  });

  test("puts an event together that arrives in pieces, cut within a character", async () => {
    await started();
    const event = Buffer.from(`${JSON.stringify({ type: "ADDED", object: thing("b", "größer") })}\n`);
    const cut = event.indexOf("ö") + 1;
    server.writeBytes(path, event.subarray(0, cut));
    await clock.until(() => clock.nowMs() > 1_000_300);
    server.writeBytes(path, event.subarray(cut));
    await clock.until(() => held()["b"] === "größer");
  });

  test.each([
    ["refuses the version with 410", () => server.breakWatches(path)],
    [
      "says 410 within the watch",
      () =>
        server.spoilWatches(
          `${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410, message: "too old" } })}\n`,
          path,
        ),
    ],
  ])("lists again where the server %s", async (_, end) => {
    await started();
    server.put(path, thing("b", "1"));
    await clock.until(() => held()["b"] === "1");
    server.mute = true;
    server.remove(path, "web", "a");
    server.compact();
    server.mute = false;
    end();
    await clock.until(() => held()["a"] === undefined);
    await watching();
    expect(held()).toEqual({ b: "1" });
    expect(reflector.status.relists).toBe(1);
  });

  test.each([
    ["is not JSON", "<html>\n"],
    ["has no object", '{"type":"ADDED"}\n'],
    ["is of no known type", '{"type":"GUESSED","object":{"metadata":{"name":"x"}}}\n'],
    ["is an error of the server", '{"type":"ERROR","object":{"code":500,"message":"etcd"}}\n'],
  ])("lists again where an event %s", async (_, line) => {
    await started();
    server.spoilWatches(line, path);
    await clock.until(() => lists() === 2);
    await watching();
    expect(held()).toEqual({ a: "1" });
    expect(reflector.status).toMatchObject({ errors: 1, relists: 1 });
  });

  test.each([401, 403, 429, 500, 503])("tries again after %i, waiting longer each time", async (status) => {
    server.failNext(status, status === 401 ? 8 : 4);
    reflector.start();
    await clock.until(() => held()["a"] === "1");
    expect(clock.sleeps.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
    expect(reflector.status).toMatchObject({ errors: 4, synced: true });
  });

  test("waits as long as the server asks for, and not as long as others that it asked", async () => {
    server.failNext(429, 1, { "retry-after": "7" });
    await started();
    expect(clock.sleeps[0]).toBe(7250);
  });

  test("goes on with the page that was refused, and waits no longer for a later one than for the first", async () => {
    for (const name of ["b", "c", "d"]) server.put(path, thing(name, "1"));
    server.pageSize = 1;
    server.refuseEachPageOnce = true;
    await started();
    expect(Object.keys(held())).toEqual(["a", "b", "c", "d"]);
    expect(lists()).toBe(8);
    expect(clock.sleeps.slice(0, 4)).toEqual([1250, 1250, 1250, 1250]);
    expect(reflector.status).toMatchObject({ errors: 4, relists: 0 });
  });

  test("waits longer and longer, but never longer than half a minute, while nothing answers", async () => {
    await server.stop();
    reflector.start();
    await clock.until(() => reflector.status.errors >= 10, 5_000);
    expect(Math.max(...clock.sleeps)).toBe(15_000);
    expect(reflector.status.synced).toBe(false);
    expect(reflector.status.lastError).toContain("nothing listens at this address");
    await server.start();
  });

  test("does not spin where each watch ends at once", async () => {
    await started();
    for (let turn = 0; turn < 5; turn += 1) {
      server.endWatches(path);
      await watching();
    }
    // Of the sleeps, those of the silence alarm are left out.
    expect(clock.sleeps.filter((ms) => ms < 100_000)).toEqual([250, 500, 1000, 2000, 4000]);
  });

  test("notices a connection on which nothing comes any more", async () => {
    server.mute = true;
    await started();
    await clock.until(() => watchRequests().length >= 2, 5_000);
    expect(reflector.status.lastError).toContain("silent");
    expect(clock.nowMs()).toBeGreaterThanOrEqual(1_000_000 + 285_000);
  });

  test("is not taken for silent while bookmarks come", async () => {
    await started();
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(60_000);
      server.bookmark(path);
      const before = reflector.status.lastEventAtMs;
      await clock.until(() => reflector.status.lastEventAtMs !== before, 1);
    }
    expect(watchRequests()).toHaveLength(1);
  });

  test("outlives a target that throws", async () => {
    await started();
    things.throwing = true;
    server.put(path, thing("b", "1"));
    await clock.until(() => reflector.status.errors === 1);
    things.throwing = false;
    server.put(path, thing("c", "1"));
    await clock.until(() => held()["c"] === "1");
    expect(watchRequests()).toHaveLength(1);
  });

  test("outlives a listener to its errors that throws", async () => {
    reflector = new Reflector(listing, things, {
      client,
      clock,
      random: () => 0.5,
      onError: () => {
        throw new Error("a log that fails");
      },
    });
    server.failNext(500, 1);
    await started();
    expect(held()).toEqual({ a: "1" });
  });
});

describe("A kind that the server does not have", () => {
  test("is empty, in step, and found once it is installed", async () => {
    server.takeAway(path);
    reflector.start();
    await clock.until(() => reflector.status.synced);
    expect(reflector.status).toMatchObject({ absent: true, errors: 0, relists: 0 });
    server.release(path);
    server.put(path, thing("a", "2"));
    const before = clock.nowMs();
    await clock.until(() => held()["a"] === "2", 500);
    expect(clock.nowMs() - before).toBeLessThanOrEqual(31_000);
    expect(reflector.status.absent).toBe(false);
  });

  test("that was there is emptied when it goes, and filled when it comes back", async () => {
    await started();
    server.takeAway(path);
    await clock.until(() => reflector.status.absent, 500);
    expect(held()).toEqual({});
    server.release(path);
    server.put(path, thing("z", "1"));
    await clock.until(() => held()["z"] === "1", 500);
  });
});

describe("Stopping a reflector", () => {
  test.each([
    ["while it watches", async () => started()],
    [
      "while it waits after an error",
      async () => {
        server.failNext(500, 1000);
        reflector.start();
        await clock.until(() => reflector.status.errors >= 2);
      },
    ],
    [
      "while it waits for a kind to be installed",
      async () => {
        server.takeAway(path);
        reflector.start();
        await clock.until(() => reflector.status.absent);
      },
    ],
    [
      "before the first answer",
      async () => {
        reflector.start();
      },
    ],
    ["before it was started", async () => undefined],
  ])("%s ends everything", async (_, arrange) => {
    await arrange();
    await reflector.stop();
    const before = server.requests.length;
    await clock.until(() => clock.nowMs() > 1_200_000, 5_000);
    expect(server.requests.length).toBe(before);
    expect(clock.sleeping).toBe(0);
  });
});
