import { afterEach, describe, expect, test } from "vitest";
import { durationBuckets, metricTable } from "#server/metric-table.ts";
import { type CacheStatus, createMetrics, type MetricSources, type Metrics } from "#server/metrics.ts";
import { serveMetrics } from "#server/metrics-server.ts";
import type { PlainServer } from "#server/plain-server.ts";
import { quietSources } from "../support/metric-sources.ts";
import { record } from "./outcome.ts";

const sources = (changed: Partial<MetricSources> = {}): MetricSources => ({
  ...quietSources,
  ...changed,
});

const linesOf = async (metrics: Metrics, name: string): Promise<readonly string[]> =>
  (await metrics.read()).text.split("\n").filter((line) => line.startsWith(name));

const patched = record({
  result: "patched",
  changes: [
    { setting: "pre-stop", text: "container app: preStop sleep 40 s" },
    { setting: "pre-stop", text: "container proxy: preStop sleep 40 s" },
    { setting: "grace-period", text: "terminationGracePeriodSeconds 50" },
  ],
  findings: [{ id: "grace-outlives-prestop", severity: "error" }],
});

describe("the table of metrics", () => {
  const described = Object.values(metricTable);

  test.each(described)("$name is exposed with its type and help", async ({ name, type, help }) => {
    const { text } = await createMetrics(sources()).read();
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
  });

  test("holds every metric of our own", async () => {
    const { text } = await createMetrics(sources()).read();
    const exposed = [...text.matchAll(/^# TYPE (outlive_\S+)/gm)].map(([, name]) => name);
    expect(exposed.toSorted()).toEqual(described.map(({ name }) => name).toSorted());
  });

  test.each(described)("$name follows the naming of Prometheus", ({ name, type, help }) => {
    expect(name).toMatch(/^outlive_[a-z_]+$/);
    expect(name.endsWith("_total")).toBe(type === "counter");
    expect(help).toMatch(/\.$/);
  });

  test.each([["process_cpu_seconds_total"], ["process_resident_memory_bytes"], ["nodejs_gc_duration_seconds"]])(
    "%s of the process comes with it",
    async (name) => expect((await createMetrics(sources()).read()).text).toContain(`# TYPE ${name} `),
  );

  test("nothing of them makes the process wake up often", async () => {
    expect(await linesOf(createMetrics(sources()), "nodejs_eventloop_lag_p99")).toEqual([]);
  });

  test("a decision that is taken from memory is counted each time, and apart from what differs about it", async () => {
    const metrics = createMetrics(sources());
    for (let time = 0; time < 300; time += 1) metrics.decided(patched, 1);
    metrics.decided({ ...patched, dryRun: true }, 1);
    metrics.decided({ ...patched, webhook: "validate" }, 1);
    metrics.decided(patched, 1);
    const counts = (await linesOf(metrics, metricTable.requests.name)).map((line) => Number(line.split(" ").at(-1)));
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 1, 301]);
    expect((await linesOf(metrics, metricTable.injections.name)).map((line) => Number(line.split(" ").at(-1)))).toEqual([
      604, 302,
    ]);
  });

  test("two sets of metrics share nothing", async () => {
    const first = createMetrics(sources());
    const second = createMetrics(sources());
    first.decided(record(), 1);
    expect(await linesOf(second, "outlive_admission_requests_total")).toEqual([]);
  });
});

describe("a decision", () => {
  test("is counted by what the client saw", async () => {
    const metrics = createMetrics(sources());
    metrics.decided(record({ result: "denied", webhook: "validate", kind: "Ingress", operation: "UPDATE" }), 1);
    expect(await linesOf(metrics, "outlive_admission_requests_total")).toEqual([
      'outlive_admission_requests_total{webhook="validate",kind="Ingress",operation="UPDATE",result="denied",mode="enforce",dry_run="false"} 1',
    ]);
  });

  test("is counted whether one or a thousand of them have come since the last look", async () => {
    const metrics = createMetrics(sources());
    const counted = async (): Promise<string | undefined> =>
      (await linesOf(metrics, "outlive_admission_duration_seconds_count"))[0]?.split(" ")[1];
    metrics.decided(record(), 1);
    expect(await counted()).toBe("1");
    for (let i = 0; i < 1_000; i += 1) metrics.decided(record(), 1);
    expect(await counted()).toBe("1001");
  });

  test("is timed in seconds", async () => {
    const metrics = createMetrics(sources());
    metrics.decided(record(), 0.7);
    const lines = await linesOf(metrics, "outlive_admission_duration_seconds_bucket");
    expect(lines).toHaveLength(durationBuckets.length + 1);
    expect(lines.slice(0, 2).map((line) => line.split(" ")[1])).toEqual(["0", "1"]);
  });

  test("of kinds and operations that nobody expects cannot make new series", async () => {
    const metrics = createMetrics(sources());
    for (const odd of ["a", "b", "Pod\n"]) metrics.decided(record({ kind: odd, operation: odd }), 1);
    const lines = await linesOf(metrics, "outlive_admission_requests_total");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('kind="other",operation="other"');
  });

  test("counts what was injected, each setting once", async () => {
    const metrics = createMetrics(sources());
    metrics.decided(patched, 1);
    expect(await linesOf(metrics, "outlive_injections_total")).toEqual([
      'outlive_injections_total{setting="pre-stop"} 2',
      'outlive_injections_total{setting="grace-period"} 1',
    ]);
    expect(await linesOf(metrics, "outlive_findings_total")).toEqual([
      'outlive_findings_total{rule="grace-outlives-prestop",severity="error",mode="enforce"} 1',
    ]);
  });

  test.each([
    ["a dry run injects nothing and finds nothing", { ...patched, dryRun: true }, [0, 0]],
    ["audit injects nothing but finds", { ...patched, mode: "audit", result: "recorded" } as const, [0, 1]],
  ])("%s", async (_sentence, told, [injections, findings]) => {
    const metrics = createMetrics(sources());
    metrics.decided(told, 1);
    expect(await linesOf(metrics, "outlive_injections_total")).toHaveLength(injections ?? 0);
    expect(await linesOf(metrics, "outlive_findings_total")).toHaveLength(findings ?? 0);
  });

  test.each([
    ["skipped", 'outlive_skips_total{reason="mirror-pod"} 1'],
    ["failed-open", 'outlive_fail_open_total{reason="mirror-pod"} 1'],
  ] as const)("that is %s is counted with its reason", async (result, line) => {
    const metrics = createMetrics(sources());
    metrics.decided(record({ result, reason: "mirror-pod" }), 1);
    expect((await metrics.read()).text).toContain(`\n${line}\n`);
  });

  test("with reasons without end ends in other", async () => {
    const metrics = createMetrics(sources());
    for (let i = 0; i < 150; i += 1) metrics.decided(record({ result: "skipped", reason: `r${i}` }), 1);
    const lines = await linesOf(metrics, "outlive_skips_total");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe('outlive_skips_total{reason="other"} 50');
  });
});

test.each<[string, (metrics: Metrics) => void, string]>([
  ["a late answer", (metrics) => metrics.late("mutate", 5), 'outlive_late_responses_total{webhook="mutate"} 1'],
  ["an HTTP error", (metrics) => metrics.refused(413, "large"), 'outlive_http_errors_total{code="413"} 1'],
  ["a certificate", (metrics) => metrics.certificateReload("rejected"), 'outlive_certificate_reloads_total{result="rejected"} 1'],
  ["a failed look", (metrics) => metrics.certificateFailure("lease"), 'outlive_certificate_errors_total{operation="lease"} 1'],
  ["a configuration", (metrics) => metrics.configReload("reloaded"), 'outlive_config_reloads_total{result="reloaded"} 1'],
])("%s is counted", async (_sentence, act, line) => {
  const metrics = createMetrics(sources());
  act(metrics);
  expect((await metrics.read()).text).toContain(`\n${line}\n`);
});

describe("what is asked when the metrics are read", () => {
  const cache = (kind: string, changed: Partial<CacheStatus> = {}): CacheStatus => ({
    kind,
    objects: 3,
    stubs: 1,
    lastEventAtMs: 1_800_000_000_500,
    relists: 1,
    errors: 2,
    ...changed,
  });

  test("caches by kind, also when read twice", async () => {
    const metrics = createMetrics(sources({ caches: () => [cache("Service"), cache("Ingress", { lastEventAtMs: undefined })] }));
    await metrics.read();
    expect((await linesOf(metrics, "outlive_cache_")).toSorted()).toEqual([
      'outlive_cache_errors_total{kind="Ingress"} 2',
      'outlive_cache_errors_total{kind="Service"} 2',
      'outlive_cache_last_event_timestamp_seconds{kind="Service"} 1800000000.5',
      'outlive_cache_objects{kind="Ingress"} 3',
      'outlive_cache_objects{kind="Service"} 3',
      'outlive_cache_relists_total{kind="Ingress"} 1',
      'outlive_cache_relists_total{kind="Service"} 1',
      'outlive_cache_stubs{kind="Ingress"} 1',
      'outlive_cache_stubs{kind="Service"} 1',
      "outlive_cache_synced 1",
    ]);
  });

  test.each<[string, Partial<MetricSources>, string]>([
    ["facts that are missing", { synced: () => false }, "outlive_cache_synced 0"],
    ["draining", { draining: () => true }, "outlive_draining 1"],
    ["the lag of the event loop", { eventLoopLagSeconds: () => 1.5 }, "outlive_event_loop_lag_seconds 1.5"],
    ["dropped log lines", { logLinesDropped: () => 7 }, "outlive_log_lines_dropped_total 7"],
    [
      "the certificate",
      { certificateExpiryMs: () => 2000 },
      'outlive_certificate_expiry_timestamp_seconds{certificate="serving"} 2',
    ],
    ["the authority", { authorityExpiryMs: () => 3000 }, 'outlive_certificate_expiry_timestamp_seconds{certificate="ca"} 3'],
    ["the version", {}, 'outlive_build_info{version="1.2.3"} 1'],
  ])("%s", async (_sentence, changed, line) => {
    expect((await createMetrics(sources(changed)).read()).text).toContain(`\n${line}\n`);
  });

  test("a certificate that is not there has no expiry", async () => {
    expect(await linesOf(createMetrics(sources()), "outlive_certificate_expiry")).toEqual([]);
  });
});

describe("the metrics port", () => {
  let server: PlainServer | undefined;

  const ask = async (path: string, method = "GET", read?: Metrics["read"]): Promise<Response> => {
    server = await serveMetrics(read === undefined ? createMetrics(sources()) : { read }, "127.0.0.1", 0);
    return fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  };

  afterEach(() => server?.close());

  test("answers /metrics in the text format", async () => {
    const response = await ask("/metrics");
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(await response.text()).toContain("outlive_build_info");
  });

  test.each([
    ["/", "GET", 404],
    ["/readyz", "GET", 404],
    ["/mutate", "POST", 404],
    ["/metrics", "POST", 405],
    ["/metrics?x=1", "HEAD", 200],
  ])("%s by %s is %d", async (path, method, status) => expect((await ask(path, method)).status).toBe(status));

  test("says so when they cannot be read", async () => {
    const response = await ask("/metrics", "GET", () => Promise.reject(new Error("no file descriptors")));
    expect([response.status, await response.text()]).toEqual([500, "the metrics could not be read: no file descriptors\n"]);
  });

  test("that is taken is an error at start", async () => {
    await ask("/metrics");
    await expect(serveMetrics(createMetrics(sources()), "127.0.0.1", server?.port ?? 0)).rejects.toThrow("EADDRINUSE");
  });
});
