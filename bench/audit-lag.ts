/**
 * Whether reviews wait for the continuous audit: two servers hold the same 5,000 workloads with their Services, Ingresses and 10,000
 * Pods, and the same changes; one of them audits, with reports and Events. Both get a review at the same moment, again and again, and
 * each pair of response times is compared. The noise of the machine is in both directions, so the pairs in which the server *without*
 * the audit was later say how much of it there is. Takes about 100 s.
 *
 *     node bench/audit-lag.ts [--seconds 80] [--workloads 5000]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:https";
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createAdmission } from "#admission/admit.ts";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { systemClock } from "#clock/clock.ts";
import { BackgroundAudit, defaultAuditPace } from "#continuous-audit/background-audit.ts";
import { EventWriter } from "#continuous-audit/event-writer.ts";
import { FollowUp } from "#continuous-audit/follow-up.ts";
import { ReportWriter } from "#continuous-audit/report-writer.ts";
import { defaultWritePace } from "#continuous-audit/write-pace.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { AuditTally } from "#reports/audit-tally.ts";
import { allObservers } from "#server/admission-observer.ts";
import type { KeyPair } from "#server/key-pair.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { createServer } from "#server/server.ts";
import { readSettings } from "#settings/read-settings.ts";
import { usualParts } from "../test/support/server-parts.ts";
import { reviewText } from "./pod-review.ts";

const perNamespace = 50;

const place = (index: number) => ({ name: `shop-${index}`, namespace: `team-${Math.floor(index / perNamespace)}` });

const serviceAt = (index: number): object => ({
  metadata: place(index),
  spec: { selector: { app: `shop-${index}` }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
});

const ingressAt = (index: number, delay: number): object => ({
  metadata: {
    ...place(index),
    annotations: {
      "kubernetes.io/ingress.class": "alb",
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${delay}`,
    },
  },
  spec: { defaultBackend: { service: { name: `shop-${index}`, port: { number: 80 } } } },
});

const podSpec = { containers: [{ name: "app", image: "shop:1", ports: [{ containerPort: 8080 }] }] };

const deploymentAt = (index: number): object => ({
  metadata: { ...place(index), uid: `uid-${index}` },
  spec: { replicas: 2, template: { metadata: { labels: { app: `shop-${index}` } }, spec: podSpec } },
});

const podAt = (index: number, of: number): object => ({
  metadata: {
    ...place(of),
    name: `shop-${of}-6d4cf56db6-${index}`,
    labels: { app: `shop-${of}`, "pod-template-hash": "6d4cf56db6" },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `shop-${of}-6d4cf56db6`, uid: "u", controller: true }],
  },
  spec: podSpec,
});

function put<K extends Kind>(store: ObjectStore, kind: K, raw: object): void {
  const object = watchedKinds[kind].read(raw) as ObjectsByKind[K] | undefined;
  const { namespace = "", name } = (raw as { metadata: { namespace?: string; name: string } }).metadata;
  if (object !== undefined) store.put(kind, { key: { namespace, name }, object });
}

function worldOf(workloads: number): ObjectStore {
  const store = new ObjectStore(watchedKinds);
  for (let index = 0; index < workloads / perNamespace; index += 1)
    put(store, "Namespace", { metadata: { name: `team-${index}`, labels: { "outlive.dev/mode": "audit" } } });
  put(store, "Namespace", { metadata: { name: "web", labels: { "outlive.dev/mode": "enforce" } } });
  for (let index = 0; index < workloads; index += 1) {
    put(store, "Service", serviceAt(index));
    put(store, "Ingress", ingressAt(index, 35));
    put(store, "Deployment", deploymentAt(index));
    put(store, "Pod", podAt(0, index));
    put(store, "Pod", podAt(1, index));
  }
  return store;
}

/** An API server that has the definitions, holds nothing, and takes whatever is written. */
const silentServer: ApiClient = {
  server: "https://nowhere",
  request: async (path, { method = "GET", body = "{}" } = {}) => ({
    status: 200,
    json: async () =>
      method === "GET" ? { resources: [{ name: "reports" }], items: [] } : path.includes("/reports") ? JSON.parse(body) : {},
    chunks: (async function* () {})(),
  }),
  close: async () => {},
};

interface Start {
  readonly keyPair: KeyPair;
  readonly workloads: number;
  readonly audits: boolean;
}

async function serve({ keyPair, workloads, audits }: Start): Promise<number> {
  const store = worldOf(workloads);
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are wrong");
  const admission = createAdmission({ view: store, synced: () => true, configuration: () => read.configuration });
  if (audits) startAudit(store, read.configuration);
  keepChanging(store, workloads);
  const server = createServer({
    handler: admission.handle,
    onFailure: admission.fail,
    observer: allObservers([]),
    clock: systemClock,
    lag: watchEventLoop(systemClock),
    keyPair,
    ...usualParts,
  });
  return server.listen("127.0.0.1", 0);
}

let audited = { judged: 0, written: 0, passMs: 0 };
const turnsMs: number[] = [];

/** How long each turn of the audit takes, by processor time, which other processes of the machine do not add to. */
const timingClock = {
  ...systemClock,
  after: (delayMs: number, run: () => void) =>
    systemClock.after(delayMs, () => {
      const beganMs = cpuMs();
      run();
      turnsMs.push(cpuMs() - beganMs);
    }),
};

function startAudit(store: ObjectStore, configuration: { readonly settings: object; readonly flags: object }): void {
  const common = { client: silentServer, clock: systemClock, remainingMs: () => 60_000, pace: defaultWritePace };
  const beganMs = performance.now();
  const followUp = new FollowUp({
    tally: new AuditTally(),
    reports: new ReportWriter({
      ...common,
      choice: "auto",
      onEvent: ({ event }) => {
        if (event === "written") audited = { ...audited, written: audited.written + 1 };
      },
    }),
    events: new EventWriter({ ...common, instance: "bench", onResult: () => {} }),
    restarts: undefined,
    nowMs: () => Date.now(),
    onPassed: () => {
      audited = { ...audited, passMs: performance.now() - beganMs };
    },
    onTooLarge: () => {},
  });
  const counting = {
    begin: () => followUp.begin(),
    judged: (...given: Parameters<FollowUp["judged"]>) => {
      audited = { ...audited, judged: audited.judged + 1 };
      followUp.judged(...given);
    },
    gone: (name: string, uid: string) => followUp.gone(name, uid),
    tooLarge: (name: string) => followUp.tooLarge(name),
    passed: () => followUp.passed(),
    end: () => followUp.end(),
  };
  new BackgroundAudit({
    store,
    registry: watchedKinds,
    synced: () => true,
    leads: () => true,
    context: () => configuration as never,
    clock: timingClock,
    random: Math.random,
    pace: defaultAuditPace,
    sink: counting,
    onError: (error) => {
      throw error;
    },
  }).start();
}

/** Ten routes and forty Pods a second, as a busy cluster has them. */
function keepChanging(store: ObjectStore, workloads: number): void {
  let turn = 0;
  setInterval(() => {
    turn += 1;
    const of = (turn * 7919) % workloads;
    put(store, "Ingress", ingressAt(of, 35 + (turn % 60)));
    for (let index = 0; index < 4; index += 1) put(store, "Pod", podAt(index % 2, (of + index) % workloads));
  }, 100);
}

function beChild(): void {
  process.on("disconnect", () => process.exit());
  process.on("message", (order: Start | "usage") => {
    void (async () => {
      if (order !== "usage") process.send?.(await serve(order));
      else process.send?.({ ...audited, rss: process.memoryUsage.rss(), cpuMs: cpuMs(), turnsMs });
    })();
  });
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function tell<T>(child: ChildProcess, order: Start | "usage"): Promise<T> {
  child.send(order);
  const [answer] = (await once(child, "message")) as [T];
  return answer;
}

async function timed(port: number, ca: string, agent: Agent): Promise<number> {
  const sentMs = performance.now();
  const sent = request({
    host: "127.0.0.1",
    port,
    ca,
    agent,
    method: "POST",
    path: "/mutate?timeout=10s",
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(reviewText) },
  });
  sent.end(reviewText);
  const [response] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
  return performance.now() - sentMs;
}

const quantile = (sorted: Float64Array, share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2);

interface Usage {
  readonly judged: number;
  readonly written: number;
  readonly passMs: number;
  readonly rss: number;
  readonly cpuMs: number;
  readonly turnsMs: readonly number[];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(seconds: number, workloads: number): Promise<void> {
  const validity = { now: new Date(), lifetimeSeconds: 3600 };
  const authority = await createAuthority("bench", validity);
  const keyPair = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, validity);
  const start = (): ChildProcess => fork(import.meta.filename, ["child"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const children = { without: start(), with: start() };
  const without = await tell<number>(children.without, { keyPair, workloads, audits: false });
  const agent = new Agent({ keepAlive: true });
  for (let turn = 0; turn < 300; turn += 1) await timed(without, authority.certificate, agent);
  const withAudit = await tell<number>(children.with, { keyPair, workloads, audits: true });
  say(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; ${workloads} workloads, ${2 * workloads} Pods`);
  const times: { readonly off: number; readonly on: number }[] = [];
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    const ask = (port: number): Promise<number> => timed(port, authority.certificate, agent);
    // In turns, because the one that is sent first has an advantage.
    const swapped = times.length % 2 === 1;
    const [first, second] = await Promise.all([ask(swapped ? withAudit : without), ask(swapped ? without : withAudit)]);
    times.push(swapped ? { off: second, on: first } : { off: first, on: second });
    await pause(5);
  }
  show(times);
  const usage = { off: await tell<Usage>(children.without, "usage"), on: await tell<Usage>(children.with, "usage") };
  const { judged, written, passMs } = usage.on;
  const turns = Float64Array.from(usage.on.turnsMs).sort();
  say(
    `processor time of a turn of the audit: p50 ${quantile(turns, 0.5)}  p99 ${quantile(turns, 0.99)}  max ${quantile(turns, 1)} ms`,
  );
  say(`first pass ${(passMs / 1000).toFixed(1)} s; ${judged} judgements, ${written} reports written in ${seconds} s`);
  const mb = (bytes: number): number => Math.round(bytes / 1e6);
  say(
    `memory ${mb(usage.on.rss)} MB with, ${mb(usage.off.rss)} MB without; CPU ${Math.round(usage.on.cpuMs - usage.off.cpuMs)} ms more`,
  );
  agent.destroy();
  for (const child of Object.values(children)) child.disconnect();
}

function show(times: readonly { readonly off: number; readonly on: number }[]): void {
  const sorted = (of: (pair: { readonly off: number; readonly on: number }) => number) => Float64Array.from(times, of).sort();
  const line = (name: string, values: Float64Array): void =>
    say(
      `${name.padEnd(34)} p50 ${quantile(values, 0.5)}  p99 ${quantile(values, 0.99)}  p99.9 ${quantile(values, 0.999)}  max ${quantile(values, 1)} ms`,
    );
  say(`${times.length} pairs of reviews`);
  line(
    "without the audit",
    sorted(({ off }) => off),
  );
  line(
    "with the audit",
    sorted(({ on }) => on),
  );
  line(
    "later with it",
    sorted(({ on, off }) => on - off),
  );
  line(
    "later without it (noise)",
    sorted(({ on, off }) => off - on),
  );
  const late = times.filter(({ on, off }) => on - off > mostMs).length;
  const noise = times.filter(({ on, off }) => off - on > mostMs).length;
  say(
    `target: no review more than ${mostMs} ms later: ${late === 0 ? "reached" : `${late} were (${noise} in the other direction)`}`,
  );
}

const mostMs = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "80" }, workloads: { type: "string", default: "5000" } },
});
if (positionals[0] === "child") beChild();
else await main(Number(values.seconds), Number(values.workloads));
