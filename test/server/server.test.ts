import { once } from "node:events";
import { Agent } from "node:https";
import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { DeadlinePassed } from "#admission/ports.ts";
import type { ServerParts } from "#server/server.ts";
import { outcome } from "./outcome.ts";
import { type Call, type Reply, type RunningServer, startServer } from "./running-server.ts";

let running: RunningServer | undefined;

const start = async (changed: Partial<ServerParts> = {}): Promise<RunningServer> => {
  running = await startServer(changed);
  return running;
};

afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

const review = JSON.stringify({ kind: "AdmissionReview", request: { uid: "u-1" } });
const json = (reply: Reply): Record<string, unknown> => JSON.parse(reply.text);

describe("admission routes", () => {
  test.each(["mutate", "validate"] as const)("/%s asks the handler and gives its answer", async (endpoint) => {
    const { call, seen } = await start({ handler: (at, body) => outcome(at, { at, body }) });
    const reply = await call(`/${endpoint}?timeout=5s`, { body: review });
    expect(reply.status).toBe(200);
    expect(reply.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(json(reply)["seen"]).toEqual({ at: endpoint, body: JSON.parse(review) });
    expect(seen).toMatchObject([{ event: "decided", record: { webhook: endpoint } }]);
  });

  test.each([200, 400] as const)(
    "with %i, a response that is known to be ASCII has the same head and the same body",
    async (status) => {
      const replies: Reply[] = [];
      for (const ascii of [true, false]) {
        const { call, server } = await start({ handler: (at) => ({ ...outcome(at, "seen"), status, ascii }) });
        replies.push(await call("/mutate", { body: review }));
        await server.close();
      }
      const [known, unknown] = replies.map(({ status: code, headers: { date: _date, ...head }, text }) => [
        code,
        Object.entries(head),
        text,
      ]);
      expect(known).toEqual(unknown);
    },
  );

  test("a response whose text is not ASCII arrives whole", async () => {
    const { call } = await start({ handler: (at) => outcome(at, "é€😀") });
    const reply = await call("/mutate", { body: review });
    expect(json(reply)["seen"]).toBe("é€😀");
  });

  test("a status of 400 that the handler gives is passed on with its body", async () => {
    const { call } = await start({ handler: (at, body) => ({ ...outcome(at, body), status: 400 }) });
    expect(await call("/mutate", { body: "{}" })).toMatchObject({ status: 400 });
  });

  test("an update of an object of 1.5 MiB, which is the most that etcd takes, is read", async () => {
    const { call } = await start({ handler: (at) => outcome(at, "read") });
    const object = { text: "x".repeat(1.5 * 1024 * 1024) };
    const reply = await call("/mutate", { body: JSON.stringify({ request: { object, oldObject: object } }) });
    expect(reply.status).toBe(200);
  });

  test.each([
    ["as they are", '{"a":{"__proto__":{"bad":1},"b":2},"constructor":{"prototype":{"bad":1}},"c":{"constructor":"kept"}}'],
    [
      "in escapes",
      String.raw`{"a":{"\u005f_prot\u006f__":{"bad":1},"b":2},"co\u006estru\u0063tor":{"prototype":{"bad":1}},"c":{"constructor":"kept"}}`,
    ],
    [
      "in escapes with capitals",
      String.raw`{"a":{"_\u005Fpr\u006Fto__":{"bad":1},"b":2},"cons\u0074ructo\u0072":{"prototype":{"bad":1}},"c":{"constructor":"kept"}}`,
    ],
    ["behind a space", '{"a":{"__proto__" :{"bad":1},"b":2},"constructor" :{"prototype":{"bad":1}},"c":{"constructor":"kept"}}'],
  ])("keys that would reach a prototype, written %s, are left out and the rest is handled", async (_how, body) => {
    const { call } = await start();
    const reply = await call("/mutate", { body });
    expect(reply.status).toBe(200);
    expect(json(reply)["seen"]).toEqual({ a: { b: 2 }, c: { constructor: "kept" } });
    expect(Object.hasOwn(Object.prototype, "bad")).toBe(false);
  });
});

describe("what is no review is answered with a Status", () => {
  const cases: readonly [string, string, Call, number, RegExp][] = [
    ["an unknown path", "/nothing", {}, 404, /this path does not exist/],
    ["GET of a route for POST", "/mutate?timeout=1s", {}, 405, /supports POST only/],
    ["POST to a probe", "/readyz", { body: "{}" }, 405, /supports GET, HEAD only/],
    [
      "another content type",
      "/mutate",
      { body: "a: 1", headers: { "content-type": "application/yaml" } },
      415,
      /application\/json/,
    ],
    ["plain text", "/mutate", { body: "{}", headers: { "content-type": "text/plain" } }, 415, /application\/json/],
    ["no body", "/mutate", { body: "" }, 400, /no body/],
    ["a body that ends early", "/mutate", { body: '{"a": 1' }, 400, /position 7 \(line 1 column 8\)/],
    ["a wrong character", "/mutate", { body: '{"a":}' }, 400, /Unexpected token '}'$/],
    ["a URL that cannot be decoded", "/%zz", {}, 400, /.*/],
  ];
  test.each(cases)("%s", async (_sentence, path, call, status, message) => {
    const { call: ask, seen } = await start();
    const reply = await ask(path, call);
    expect(reply.status).toBe(status);
    expect(json(reply)).toMatchObject({
      kind: "Status",
      status: "Failure",
      code: status,
      message: expect.stringMatching(message),
    });
    expect(reply.headers["retry-after"]).toBeUndefined();
    expect(seen).toMatchObject([{ event: "refused", status }]);
  });

  test("a method that is not taken is told which is", async () => {
    const { call } = await start();
    expect((await call("/validate", { method: "PUT", body: "{}" })).headers["allow"]).toBe("POST");
  });

  test("the text of a broken body is not repeated", async () => {
    const { call } = await start();
    expect((await call("/mutate", { body: '{"password": hunter2}' })).text).not.toContain("hunter2");
  });
});

describe("connections", () => {
  test("are kept longer than the 90 s after which the API server closes idle ones", async () => {
    const { call } = await start();
    const agent = new Agent({ keepAlive: true });
    const replies = [await call("/mutate", { body: review, agent }), await call("/mutate", { body: review, agent })];
    agent.destroy();
    expect(replies.map(({ reusedConnection }) => reusedConnection)).toEqual([false, true]);
    expect(replies[0]?.headers["keep-alive"]).toBe("timeout=120");
  });

  test("may carry heads of 16 KiB and no more", async () => {
    const { call } = await start();
    expect(await call("/livez", { headers: { "x-long": "x".repeat(15 * 1024) } })).toMatchObject({ status: 200 });
    expect(await call("/livez", { headers: { "x-long": "x".repeat(17 * 1024) } })).toMatchObject({ status: 431 });
  });
});

describe("a handler that fails", () => {
  test("is replaced by the failure handler's review", async () => {
    const handler = (): never => {
      throw new TypeError("boom");
    };
    const { call, seen } = await start({ handler });
    const reply = await call("/validate", { body: review });
    expect(reply).toMatchObject({ status: 200 });
    expect(json(reply)["seen"]).toBe("failure");
    expect(seen).toMatchObject([
      { event: "failed", message: "boom" },
      { event: "decided", record: { webhook: "validate", result: "failed-open", error: "boom" } },
    ]);
  });

  test("an answer that cannot be written as JSON is a failure too", async () => {
    const { call } = await start({ handler: (at) => outcome(at, 1n) });
    expect(json(await call("/mutate", { body: review }))["seen"]).toBe("failure");
  });

  test("if the failure handler fails as well, there is a Status that says nothing of it", async () => {
    const broken = (): never => {
      throw new Error("secret detail");
    };
    const { call, seen } = await start({ handler: broken, onFailure: broken });
    const reply = await call("/mutate", { body: review });
    expect(reply.status).toBe(500);
    expect(seen).toMatchObject([{ event: "refused", status: 500, message: "secret detail" }]);
    expect(json(reply)).toMatchObject({ kind: "Status", message: "internal error" });
  });
});

describe("the deadline", () => {
  test.each([
    ["?timeout=3s", 3000],
    ["?timeout=1m0s", 60_000],
    ["", 10_000],
    ["?timeout=soon", 10_000],
    ["?timeout=0s", 10_000],
    ["?timeout=-1s", 10_000],
    ["?timeout=3s&timeout=4s", 10_000],
  ])("of /mutate%s is %d ms away", async (query, remainingMs) => {
    const { call } = await start({
      deadlineMarginMs: Number.POSITIVE_INFINITY,
      onFailure: (at, _body, error) => outcome(at, error.message),
    });
    expect(json(await call(`/mutate${query}`, { body: review }))["seen"]).toBe(`${remainingMs} ms left to decide`);
  });

  test("too near to begin: the failure handler answers", async () => {
    const failures: Error[] = [];
    const { call } = await start({
      deadlineMarginMs: 1001,
      onFailure: (at, _body, error) => {
        failures.push(error);
        return outcome(at, "in time", { result: "failed-open" });
      },
    });
    expect(json(await call("/mutate?timeout=1s", { body: review }))["seen"]).toBe("in time");
    expect(failures[0]).toBeInstanceOf(DeadlinePassed);
  });

  test("passed while deciding: the response goes out and is counted as late", async () => {
    const server = await start({
      handler: (at) => {
        running?.clock.advance(1500);
        return outcome(at, "late");
      },
    });
    expect(json(await server.call("/mutate?timeout=1s", { body: review }))["seen"]).toBe("late");
    expect(server.seen).toMatchObject([
      { event: "late", overdueMs: 500 },
      { event: "decided", durationMs: 1500 },
    ]);
  });
});

describe("probes", () => {
  test("/livez is 200 whatever readiness says", async () => {
    const { call } = await start({ readiness: () => ["facts not synced"] });
    expect(await call("/livez")).toMatchObject({ status: 200, text: "ok\n" });
  });

  test.each([
    [[], 200, "ok\n"],
    [["draining"], 503, "draining\n"],
    [
      ["facts not synced: Service", "the serving certificate has expired"],
      503,
      "facts not synced: Service\nthe serving certificate has expired\n",
    ],
  ])("/readyz with %j is %d", async (reasons, status, text) => {
    const { call } = await start({ readiness: () => reasons });
    const reply = await call("/readyz");
    expect(reply).toMatchObject({ status, text });
    expect(reply.headers["content-type"]).toBe("text/plain; charset=utf-8");
  });
});

describe("TLS", () => {
  const handshake = async (options: object): Promise<string> => {
    const { port, ca } = await start();
    const socket = connect({ host: "127.0.0.1", port, ca, ...options });
    const result = await Promise.race([
      once(socket, "secureConnect").then(() => `${socket.getProtocol()} ${socket.alpnProtocol || "none"}`),
      once(socket, "error").then(() => "refused"),
    ]).catch(() => "refused");
    socket.destroy();
    return result;
  };

  test.each([
    ["1.3 where the client can", {}, "TLSv1.3 none"],
    ["1.2 at least", { maxVersion: "TLSv1.2" }, "TLSv1.2 none"],
    ["nothing older", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, "refused"],
    ["no cipher without forward secrecy", { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" }, "refused"],
    ["HTTP/1.1 for a client that would speak HTTP/2 too", { ALPNProtocols: ["h2", "http/1.1"] }, "TLSv1.3 http/1.1"],
  ])("%s", async (_sentence, options, result) => expect(await handshake(options)).toBe(result));
});
