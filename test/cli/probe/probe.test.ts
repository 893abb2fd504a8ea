import { writeFileSync } from "node:fs";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { selectorText } from "#cli/probe/pod-selection.ts";
import { readEvents } from "#log-files/read-events.ts";
import { probeReportSchema } from "#probe/report/report-schema.ts";
import { printUtc } from "#trace/time/utc.ts";
import { httpServer, type Loopback } from "../../http-load/loopback.ts";
import { FakeApiServer } from "../../kubernetes/watch/fake-api-server.ts";
import { type PodState, rawPod } from "../../probe/recording/raw-pod.ts";
import { Recordings, runProbe } from "./run-probe.ts";

const recordings = new Recordings();
afterAll(() => recordings.remove());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const opened = (server: Loopback): Loopback => {
  closing.push(server.close);
  return server;
};

/** Every `nth` request fails; 0 for none. */
async function server(nth = 0, host?: string, port?: number): Promise<Loopback> {
  let count = 0;
  return opened(
    await httpServer(
      (_, response) => {
        count += 1;
        response.writeHead(nth > 0 && count % nth === 0 ? 500 : 200).end("ok");
      },
      host,
      port,
    ),
  );
}

const url = ({ port }: Loopback): string => `http://127.0.0.1:${port}/health`;

const short = ["--rate", "50", "--duration", "4s", "-q"] as const;

describe("a probe without a cluster", () => {
  test("sends what was planned, and reports it", async () => {
    const { report, code } = await runProbe([url(await server()), ...short, "-o", "json"]);
    expect(code).toBe(0);
    expect(report.load).toMatchObject({
      requests: 200,
      succeeded: 200,
      failed: 0,
      success: 100,
      passed: true,
      statuses: { 200: 200 },
      connections: { fresh: { requests: 100 }, kept: { requests: 100 } },
    });
    expect(report).toMatchObject({ interrupted: false, complete: true, problems: [] });
    expect(probeReportSchema.safeParse(report).error).toBeUndefined();
  });

  test("reaches every address of the name alike", async () => {
    const first = await server();
    await server(0, "127.0.0.2", first.port);
    const { report } = await runProbe([`http://shop.test:${first.port}/`, ...short, "-o", "json"], undefined, async () => [
      "127.0.0.2",
      "127.0.0.1",
    ]);
    expect(report.load?.addresses.map(({ address, requests }) => [address, requests])).toEqual([
      ["127.0.0.1", 100],
      ["127.0.0.2", 100],
    ]);
  });

  test.each([
    ["without a minimum", [], 0],
    ["below the minimum", ["--min-success", "99"], 1],
    ["at the minimum", ["--min-success", "98"], 0],
    ["above the minimum", ["--min-success", "97.9999"], 0],
    ["where the failing status is accepted", ["--min-success", "100", "--accept", "200,500"], 0],
  ])("ends with the right code %s", async (_, args, expected) => {
    const { code, stdout } = await runProbe([url(await server(50)), ...short, ...args]);
    expect(code).toBe(expected);
    expect(stdout).toContain("200 requests, ");
  });

  test("whose requests all fail still reports", async () => {
    const closed = await httpServer(() => {});
    await closed.close();
    const { report, code } = await runProbe([url(closed), ...short, "--min-success", "50", "-o", "json"]);
    expect([code, report.load?.errors.connect]).toEqual([1, 200]);
  });

  test("of a name that does not exist sends nothing and creates no file", async () => {
    const { code, stderr } = await runProbe(
      ["http://shop.test/", ...short, "--record", recordings.path("never")],
      undefined,
      async () => {
        throw new Error("getaddrinfo ENOTFOUND shop.test");
      },
    );
    expect([code, stderr]).toEqual([3, expect.stringContaining("shop.test cannot be resolved")]);
    expect(() => recordings.text("never")).toThrow();
  });

  test("names neither query nor header anywhere", async () => {
    const { port } = await server(10);
    for (const output of ["text", "json", "html"]) {
      const run = await runProbe([
        `http://127.0.0.1:${port}/health?token=planted-query`,
        ...short.filter((word) => word !== "-q"),
        ...["--header", "Authorization: Bearer planted-header", "--record", recordings.path(), "-o", output],
      ]);
      for (const text of [run.stdout, run.stderr, recordings.text()]) expect(text).not.toContain("planted");
      expect(run.stdout.length).toBeGreaterThan(100);
    }
  });

  test("says so where every response is a redirect", async () => {
    const { port } = opened(
      await httpServer((_, response) => response.writeHead(301, { location: "https://a.test/?x=planted" }).end()),
    );
    const { report } = await runProbe([`http://127.0.0.1:${port}/`, ...short, "-o", "json"]);
    expect(report.problems).toEqual([expect.stringContaining("redirect")]);
  });
});

describe("Ctrl-C", () => {
  test("ends the load early; the report is written and the recording lacks nothing", async () => {
    const { report, code } = await runProbe(
      [
        url(await server(10)),
        "--rate",
        "50",
        "--duration",
        "1h",
        "-q",
        "-o",
        "json",
        "--record",
        recordings.path(),
        "--min-success",
        "99",
      ],
      async ({ clock, until, interrupt }) => {
        const began = clock.nowMs();
        await until(() => clock.nowMs() > began + 3000);
        interrupt();
      },
    );
    const requests = report.load?.requests ?? 0;
    expect([report.interrupted, code, requests > 100 && requests < 500]).toEqual([true, 1, true]);
    const lines = recordings.lines();
    expect(lines[0]).toMatchObject({ kind: "recording", version: 1, url: expect.stringMatching(/\/health$/) });
    expect(lines.filter(({ kind }) => kind === "request")).toHaveLength(requests);
    expect((await readEvents([recordings.path()], none(), 0)).problems).toEqual([]);
  });

  test("twice ends also what is under way, which counts as nothing", async () => {
    const silent = opened(await httpServer(() => {}));
    const { report, code } = await runProbe(
      [url(silent), "--rate", "50", "--duration", "1h", "-q", "-o", "json"],
      async ({ clock, until, interrupt }) => {
        const began = clock.nowMs();
        await until(() => clock.nowMs() > began + 1000);
        interrupt();
        interrupt();
      },
    );
    expect(report.load).toMatchObject({ requests: 0, failed: 0 });
    expect(report.load?.unfinished).toBeGreaterThan(30);
    expect(code).toBe(3);
  });
});

test("a status that is not accepted and no failure of a load balancer is said to be that", async () => {
  const { port } = opened(await httpServer((_, response) => response.writeHead(404).end()));
  const run = await runProbe([`http://127.0.0.1:${port}/`, ...short, "--min-success", "1"]);
  expect([run.code, run.stdout.includes("no request failed")]).toEqual([1, false]);
  expect(run.stdout.replaceAll(/\s+/g, " ")).toContain("200 responses failed only because --accept does not list the status");
});

test("Ctrl-C ends also a probe that waits for a cluster which does not respond", async () => {
  let asked = false;
  const silent = opened(await httpServer(() => (asked = true)));
  const file = recordings.path("kubeconfig");
  const named = { name: "silent" };
  const [clusters, users] = [[{ ...named, cluster: { server: `http://127.0.0.1:${silent.port}` } }], [{ ...named, user: {} }]];
  const contexts = [{ ...named, context: { cluster: "silent", user: "silent" } }];
  writeFileSync(file, JSON.stringify({ clusters, users, contexts, "current-context": "silent" }));
  const { code, stderr } = await runProbe(
    ["http://127.0.0.1:1/", "-n", "web", "--kubeconfig", file],
    async ({ until, interrupt }) => {
      await until(() => asked);
      interrupt();
    },
  );
  expect([code, stderr]).toEqual([3, expect.stringContaining("ended before anything was recorded")]);
});

describe("wrong usage", () => {
  test.each([
    [[], "name the URL"],
    [["ftp://a.test/"], "neither a URL"],
    [["http://a.test/", "http://b.test/"], "one URL"],
    [["http://me:secret@a.test/"], "no user or password"],
    [["http://a.test/", "banana/shop"], "workload kind"],
    [["http://a.test/", "deploy/shop", "-l", "app=shop"], "not both"],
    [["http://a.test/", "--rate", "201"], "--rate"],
    [["http://a.test/", "--rate", "0"], "--rate"],
    [["http://a.test/", "--duration", "61m"], "--duration"],
    [["http://a.test/", "--duration", "0"], "--duration"],
    [["http://a.test/", "--connections", "1001"], "--connections"],
    [["http://a.test/", "--min-success", "100.1"], "--min-success"],
    [["http://a.test/", "--min-success", "99.99999"], "--min-success"],
    [["http://a.test/", "--accept", "2xx"], "--accept"],
    [["http://a.test/", "--header", "Host: b.test"], "cannot set"],
    [["http://a.test/", "--header", "no colon"], "Name: value"],
    [["http://a.test/", "--header", "a: b\r\nc: d"], "Name: value"],
    [["http://a.test/", "--ca-file", "/nowhere"], "cannot be read"],
    [["--no-load"], "--record"],
    [["--no-load", "--record", "x"], "-n and -l"],
    [["--no-load", "http://a.test/", "--record", "x", "-n", "web"], "name no URL"],
    [["--no-load", "--record", "x", "-n", "web", "--min-success", "99"], "--min-success"],
  ])("%j", async (args, message) => {
    const { code, stderr } = await runProbe(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain("secret");
  });
});

const none = async function* (): AsyncGenerator<string> {};
const pods = "/api/v1/namespaces/web/pods";
const slices = "/apis/discovery.k8s.io/v1/namespaces/web/endpointslices";

async function cluster(): Promise<FakeApiServer> {
  const fake = new FakeApiServer();
  await fake.start();
  closing.push(() => fake.stop());
  return fake;
}

describe("with a cluster", () => {
  test("the end of a Pod explains what failed, and trace reads the same from the recording", async () => {
    const api = await cluster();
    api.put(pods, rawPod("shop-1", { preStop: 0 }));
    api.put(pods, rawPod("shop-2", { address: "10.0.0.2" }));
    let broken = false;
    const target = opened(
      await httpServer((_, response) => response.writeHead(broken ? 502 : 200, broken ? { server: "awselb/2.0" } : {}).end()),
    );
    const { report, code } = await runProbe(
      [
        url(target),
        "-n",
        "web",
        "-l",
        "app=shop",
        "--kubeconfig",
        api.kubeconfig(),
        "--rate",
        "20",
        "--duration",
        "20s",
        "-q",
        "-o",
        "json",
        "--record",
        recordings.path(),
        "--min-success",
        "99.9",
      ],
      async ({ clock, until }) => {
        const passed = (ms: number): Promise<void> => {
          const from = clock.nowMs();
          return until(() => clock.nowMs() >= from + ms);
        };
        await until(() => api.watchesOf(pods) === 1 && api.watchesOf(slices) === 1);
        await passed(3000);
        const cut = (ms: number): string => printUtc(Math.floor(ms / 1000) * 1000);
        const deleted: PodState = { preStop: 0, deletionTimestamp: cut(clock.nowMs() + 30_000) };
        api.put(pods, rawPod("shop-1", deleted));
        await passed(2000);
        api.put(pods, rawPod("shop-1", { ...deleted, finishedAt: cut(clock.nowMs()) }));
        api.remove(pods, "web", "shop-1");
        await passed(3000);
        broken = true;
        await passed(1000);
        broken = false;
      },
    );
    expect(code).toBe(1);
    expect(probeReportSchema.safeParse(report).error).toBeUndefined();
    expect(report.recording).toMatchObject({ pods: 2, deleted: 1, interruptions: 0 });
    expect(report.trace.groups[0]?.causes.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ["closed-at-sigterm", "likely"],
    ]);
    expect(report.trace.targets).toMatchObject([{ pod: "web/shop-1", lost: report.load?.failed }]);
    expect(
      api.requests
        .filter((request) => request.includes("/pods"))
        .every((request) => request.includes("labelSelector=app%3Dshop")),
    ).toBe(true);
    const { lives, problems } = await readEvents([recordings.path()], none(), 0);
    expect(problems).toEqual([]);
    expect(lives.get("10.0.0.1")).toMatchObject([{ pod: "web/shop-1", deleted: { source: "recording" }, ended: {} }]);
  });

  test("a lost watch is taken up again, and what ended meanwhile is known to the interruption", async () => {
    const api = await cluster();
    api.put(pods, rawPod("shop-1"));
    api.put(pods, rawPod("shop-2", { address: "10.0.0.2" }));
    const { report } = await runProbe(
      [
        "--no-load",
        "-n",
        "web",
        "--kubeconfig",
        api.kubeconfig(),
        "--duration",
        "30s",
        "-q",
        "-o",
        "json",
        "--record",
        recordings.path(),
      ],
      async ({ clock, until }) => {
        await until(() => api.watchesOf(pods) === 1);
        const from = clock.nowMs();
        await until(() => clock.nowMs() > from + 5000);
        api.breakWatches(pods);
        api.compact();
        api.remove(pods, "web", "shop-1");
        api.put(pods, rawPod("shop-3", { address: "10.0.0.3" }));
        api.compact();
        await until(() => recordings.text().includes("shop-3"));
      },
    );
    expect(report.load).toBeNull();
    expect(probeReportSchema.safeParse(report).error).toBeUndefined();
    expect(report.recording?.interruptions).toBeGreaterThan(0);
    expect(report.problems).toEqual([expect.stringContaining("interrupted")]);
    const removed = recordings.lines().filter((line) => line.kind === "pod" && line.removed === true);
    expect(removed).toMatchObject([{ name: "shop-1", notBefore: expect.any(String) }]);
  });

  test("no permission for Pods is an error before anything is sent", async () => {
    const api = await cluster();
    api.forbid(pods);
    const target = await server();
    const { code, stderr } = await runProbe([url(target), "-n", "web", "--kubeconfig", api.kubeconfig(), ...short]);
    expect([code, target.connections()]).toEqual([3, 0]);
    expect(stderr).toContain("403");
  });

  test("no permission for EndpointSlices is said, and the rest is recorded", async () => {
    const api = await cluster();
    api.put(pods, rawPod("shop-1"));
    api.forbid(slices);
    const { report, code } = await runProbe([
      url(await server()),
      "-n",
      "web",
      "--kubeconfig",
      api.kubeconfig(),
      ...short,
      "-o",
      "json",
    ]);
    expect([code, report.recording?.pods]).toEqual([0, 1]);
    expect(report.problems).toEqual([expect.stringContaining("endpointslices are not recorded")]);
  });

  test("a workload that selects no Pods is an error before anything is sent", async () => {
    const api = await cluster();
    const target = await server();
    api.put("/apis/apps/v1/namespaces/web/deployments/shop", { metadata: { name: "shop", namespace: "web" } });
    const { code, stderr } = await runProbe([
      url(target),
      "deploy/shop",
      "-n",
      "web",
      "--kubeconfig",
      api.kubeconfig(),
      ...short,
    ]);
    expect([code, stderr, target.connections()]).toEqual([3, expect.stringContaining("selects no Pods"), 0]);
  });

  test("a namespace without such Pods is said", async () => {
    const api = await cluster();
    const { report } = await runProbe([
      url(await server()),
      "-n",
      "web",
      "--kubeconfig",
      api.kubeconfig(),
      ...short,
      "-o",
      "json",
    ]);
    expect(report.problems).toEqual([expect.stringContaining("no Pod was seen")]);
  });
});

test("a selector is written as the API server takes it", () => {
  const matchExpressions = [
    { key: "tier", operator: "In", values: ["a", "b"] },
    { key: "track", operator: "NotIn", values: ["canary"] },
    { key: "app.kubernetes.io/name", operator: "Exists", values: [] },
    { key: "old", operator: "DoesNotExist", values: [] },
  ];
  expect(selectorText({ matchLabels: { app: "shop" }, matchExpressions })).toBe(
    "app=shop,tier in (a,b),track notin (canary),app.kubernetes.io/name,!old",
  );
});

test("a recording that cannot be created is an error before anything is sent", async () => {
  const target = await server();
  const { code } = await runProbe([url(target), ...short, "--record", "/nowhere/run.ndjson"]);
  expect([code, target.connections()]).toEqual([2, 0]);
});

test("a recording that the disk does not take is reported, after the results, with exit code 3", async () => {
  const { code, stdout, stderr } = await runProbe([url(await server()), ...short, "--record", "/dev/full"]);
  expect(code).toBe(3);
  expect(stdout).toContain("200 requests, 0 failed");
  expect(stderr).toContain("not complete");
});

test("an earlier recording is replaced", async () => {
  writeFileSync(recordings.path("old"), "old\n".repeat(10_000));
  await runProbe([url(await server()), ...short, "--record", recordings.path("old")]);
  expect(recordings.text("old")).not.toContain("old\n");
});
