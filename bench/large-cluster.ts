/**
 * One replica in a large cluster: the real server process reads 100,000 Pods of 10,000 workloads, with a Service, an Ingress, a
 * TargetGroupBinding and a budget each, in 1,000 namespaces, from lists in pages over TLS; then 1,000 events a second arrive while it decides.
 * The API server is a generated stream, because no real one of this size fits beside it; bench/full-sync.ts and `make large-cluster` use a
 * real one. Memory is measured in a process with nothing in it but the program, and pauses in a second one with a probe, which itself takes
 * memory. Takes about three minutes.
 *
 *     PODS=100000 node bench/large-cluster.ts [--per-second 1000] [--seconds 20] [--plain]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { localCertificates } from "#cli/local-certificates.ts";
import { freePorts } from "../test/control-plane/ports.ts";
import { buildImageProgram } from "./image-program.ts";
import { sizeOf } from "./large-cluster/generated-objects.ts";
import { ask, type MeasuredProcess, startMeasured } from "./large-cluster/measured-process.ts";
import type { Served, ServerOrder } from "./large-cluster/recorded-api-server.ts";
import { type Latencies, sendReviews } from "./large-cluster/review-load.ts";
import { row } from "./row.ts";

const { values } = parseArgs({
  options: {
    "per-second": { type: "string", default: "1000" },
    seconds: { type: "string", default: "20" },
    reviews: { type: "string", default: "100" },
    /** Without the second process, which latencies are measured in. */
    plain: { type: "boolean", default: false },
  },
});
const program = buildImageProgram();
const perSecond = Number(values["per-second"]);
const seconds = Number(values.seconds);
const reviews = Number(values.reviews);
const pods = Number(process.env["PODS"] ?? 100_000);
const size = sizeOf(pods);

const memoryRow = {
  what: `most memory with ${pods} Pods, of lists, events and a second list`,
  unit: "MB",
  target: { atMost: 300 },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const mb = (value: number): string => `${Math.round(value)} MB`;

const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
const children: ChildProcess[] = [];

const order = (server: ChildProcess, given: ServerOrder): Promise<Served> => ask<Served>(server, given);

/** Milliseconds that a client takes to receive all lists and do nothing with them: what arrives cannot be read sooner. */
async function receiveOnly(port: number, ca: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, ca });
  const startedMs = performance.now();
  let next = "";
  for (;;) {
    const path = `/api/v1/pods?limit=500${next === "" ? "" : `&continue=${next}`}`;
    const [response] = (await once(get({ host: "127.0.0.1", port, path, agent }), "response")) as [NodeJS.ReadableStream];
    let head = "";
    for await (const chunk of response as AsyncIterable<Buffer>)
      if (head === "") head = chunk.subarray(0, 200).toString("latin1");
    next = /"continue":"(\d+)"/.exec(head)?.[1] ?? "";
    if (next === "") break;
  }
  agent.destroy();
  return performance.now() - startedMs;
}

async function untilReady(port: number, ca: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, ca });
  for (;;) {
    const status = await once(get({ host: "127.0.0.1", port, path: "/readyz", agent }), "response").then(
      ([response]) => {
        (response as NodeJS.ReadableStream).resume();
        return (response as { statusCode: number }).statusCode;
      },
      () => 0,
    );
    if (status === 200) break;
    await pause(10);
  }
  agent.destroy();
  return Date.now();
}

/** Seconds of processor time that an event takes while nothing is decided. */
async function eventsAlone(server: ChildProcess, product: MeasuredProcess, perSecond: number): Promise<number> {
  const { events } = await order(server, { perSecond });
  const { cpuSeconds } = product.usage();
  await pause(5_000);
  return (product.usage().cpuSeconds - cpuSeconds) / ((await order(server, { usage: true })).events - events);
}

async function steadyMb(product: MeasuredProcess): Promise<number> {
  await pause(3_000);
  return product.usage().rssMb;
}

function show(what: string, latencies: Latencies): void {
  const { answers, failed, patched, p50Ms, p99Ms, maxMs } = latencies;
  say(
    `${what}: p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, max ${ms(maxMs)} (${answers} reviews, ${patched} patched, ${failed} without a response)`,
  );
}

async function showPauses(product: MeasuredProcess): Promise<void> {
  const { longestGcMs, gcMs, majorGcs, minorGcs, lagP99Ms, lagMaxMs, heapUsed, heapTotal, external } = await product.pauses();
  say(
    `  pauses: GC longest ${ms(longestGcMs)}, ${ms(gcMs)} in ${minorGcs} minor and ${majorGcs} major; event loop lag p99 ${ms(lagP99Ms)}, max ${ms(lagMaxMs)}; heap ${mb(heapUsed / 1e6)} of ${mb(heapTotal / 1e6)}, buffers ${mb(external / 1e6)}`,
  );
}

/** What both processes are measured with. */
interface Bench {
  readonly server: ChildProcess;
  readonly apiPort: number;
  readonly ca: string;
}

interface Started {
  readonly product: MeasuredProcess;
  readonly to: { readonly port: number; readonly ca: string; readonly workloads: number };
  readonly readyAfterMs: number;
}

async function prepare(): Promise<Bench> {
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  const server = fork(join(import.meta.dirname, "large-cluster/recorded-api-server.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(server);
  const { port: apiPort } = await order(server, { serve: { pods, key: leaf.key, certificate: leaf.certificate } });
  writeFileSync(join(folder, "tls.crt"), leaf.certificate);
  writeFileSync(join(folder, "tls.key"), leaf.key);
  const named = { name: "bench" };
  const cluster = {
    server: `https://127.0.0.1:${apiPort}`,
    "certificate-authority-data": Buffer.from(authority.certificate).toString("base64"),
  };
  const clusters = [{ ...named, cluster }];
  const contexts = [{ ...named, context: { cluster: "bench", user: "bench" } }];
  writeFileSync(
    join(folder, "config"),
    JSON.stringify({ clusters, users: [{ ...named, user: {} }], contexts, "current-context": "bench" }),
  );
  return { server, apiPort, ca: authority.certificate };
}

/** Until it is ready. */
async function startProduct({ server, ca }: Bench, probed: boolean): Promise<Started> {
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const before = await order(server, { usage: true });
  const startedAtMs = Date.now();
  const files = {
    kubeconfig: join(folder, "config"),
    host: "127.0.0.1",
    port: String(port),
    "metrics-port": String(metricsPort),
    certificate: join(folder, "tls.crt"),
    key: join(folder, "tls.key"),
  };
  const args = Object.entries(files).flatMap(([name, value]) => [`--${name}`, value]);
  const product = startMeasured(program.file, ["serve", ...args], {
    nodeOptions: program.options,
    environment: program.environment,
    probed,
  });
  children.push(product.child);
  const readyAtMs = await untilReady(port, ca);
  const lists = await order(server, { usage: true });
  const readyAfterMs = Math.max(0, readyAtMs - lists.lastListedAtMs);
  say(
    `${probed ? "with" : "without"} a probe: ${Math.round((lists.listedBytes - before.listedBytes) / 1e6)} MB of lists in ${lists.lists - before.lists} pages; ready ${ms(readyAfterMs)} after their last byte, ${ms(readyAtMs - startedAtMs)} after the start; CPU ${product.usage().cpuSeconds.toFixed(1)} s`,
  );
  return { product, to: { port, ca, workloads: size.workloads }, readyAfterMs };
}

const during = (forSeconds: number): (() => boolean) => {
  const endMs = performance.now() + forSeconds * 1000;
  return () => performance.now() > endMs;
};

/** Reviews while every Pod is listed again. */
async function whileListedAgain(server: ChildProcess, to: Started["to"]): Promise<Latencies> {
  const listsBefore = (await order(server, { expire: "pods" })).lists;
  let relisted = false;
  const watchLists = (async () => {
    while ((await order(server, { usage: true })).lists < listsBefore + Math.ceil(pods / 500)) await pause(100);
    relisted = true;
  })();
  const latencies = await sendReviews(to, reviews, () => relisted);
  await watchLists;
  return latencies;
}

async function measureMemory(bench: Bench): Promise<void> {
  const { server } = bench;
  const { product, to, readyAfterMs } = await startProduct(bench, false);
  const { cpuSeconds, peakMb } = product.usage();
  row({
    what: `ready after the last byte of the lists, ${pods} Pods`,
    value: readyAfterMs,
    unit: "ms",
    target: { atMost: 5_000 },
    note: `${cpuSeconds.toFixed(1)} s of CPU from the start`,
  });
  say(`  memory: ${mb(peakMb)} at most until ready, ${mb(await steadyMb(product))} afterwards`);
  if (seconds === 0) return;
  say(`  events without reviews: ${((await eventsAlone(server, product, perSecond)) * 1e6).toFixed(0)} µs of CPU each`);
  show(`  decisions, ${perSecond} events a second`, await sendReviews(to, reviews, during(seconds)));
  say(`  memory: ${mb(product.usage().peakMb)} at most before the second list`);
  show("  decisions, all Pods listed again", await whileListedAgain(server, to));
  say(`  memory: ${mb(await steadyMb(product))} at the end`);
  row({ ...memoryRow, value: product.usage().peakMb, note: "without a probe in the process" });
  await order(server, { perSecond: 0 });
  product.child.kill("SIGKILL");
  await once(product.child, "exit");
}

async function measureLatencies(bench: Bench): Promise<void> {
  const { server } = bench;
  const { product, to } = await startProduct(bench, true);
  await showPauses(product);
  await sendReviews(to, reviews, during(5));
  await product.pauses();
  const idleCpu = product.usage().cpuSeconds;
  const idle = await sendReviews(to, reviews, during(10));
  const idleCost = (product.usage().cpuSeconds - idleCpu) / 10;
  show("  decisions, nothing happens", idle);
  await showPauses(product);

  const { events } = await order(server, { perSecond });
  const busyCpu = product.usage().cpuSeconds;
  const beganMs = performance.now();
  const busy = await sendReviews(to, reviews, during(seconds));
  const busySeconds = (performance.now() - beganMs) / 1000;
  const busyCost = (product.usage().cpuSeconds - busyCpu) / busySeconds;
  const sent = (await order(server, { usage: true })).events - events;
  show(`  decisions, ${Math.round(sent / busySeconds)} events a second`, busy);
  say(
    `  ${percent(busyCost)} of a core, and ${percent(idleCost)} for as many reviews without events: route changes outdate what was decided`,
  );
  await showPauses(product);
  show("  decisions, all Pods listed again", await whileListedAgain(server, to));
  await showPauses(product);
}

async function run(): Promise<void> {
  say(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  say(
    `${size.pods} Pods, ${size.workloads} workloads, Services, Ingresses, TargetGroupBindings and budgets, ${size.namespaces} namespaces, ${size.nodes} nodes`,
  );
  const bench = await prepare();
  say(`a client that only receives the Pods takes ${ms(await receiveOnly(bench.apiPort, bench.ca))}`);
  await measureMemory(bench);
  if (seconds > 0 && !values.plain) await measureLatencies(bench);
}

try {
  await run();
} finally {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
}
