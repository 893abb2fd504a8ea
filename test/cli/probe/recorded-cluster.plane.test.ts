/** Pods and EndpointSlices of a real API server, recorded by a user with few rights, over a watch that is lost. */
import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { loadElbApi } from "#aws/api/load-api.ts";
import { probeCommand } from "#cli/probe/probe.ts";
import { type Clock, systemClock } from "#clock/clock.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { readEvents } from "#log-files/read-events.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import { type CommandRun, runCommand } from "../run-explain.ts";
import { collections, create, patch, remove, userWith, writeKubeconfig } from "./cluster-user.ts";
import { Recordings } from "./run-probe.ts";
import { TcpGate } from "./tcp-gate.ts";

const plane = inject("controlPlane");
const namespace = "probed";
const recordings = new Recordings();
let client: ApiClient;
let gate: TcpGate;
let kubeconfig: string;

const readPods = { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] };
const readSlices = { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] };
const readDeployments = { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"] };

beforeAll(async () => {
  client = createClient({ kubeconfig: plane.kubeconfig });
  await create(client, collections.namespaces, { metadata: { name: namespace } });
  const token = await userWith(client, namespace, "recorder", [readPods, readSlices, readDeployments]);
  gate = new TcpGate(plane.server);
  const port = await gate.start();
  kubeconfig = writeKubeconfig(plane.kubeconfig, recordings.path("kubeconfig"), { token, port, namespace });
  await until(async () => exists("/api/v1/namespaces/probed/serviceaccounts/default"));
});

afterAll(async () => {
  await remove(client, `${collections.namespaces}/${namespace}`);
  await gate.stop();
  await client.close();
  recordings.remove();
});

const exists = (path: string): Promise<boolean> =>
  client.request(path).then(
    () => true,
    () => false,
  );

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    if (await condition()) return;
    await pause(50);
  }
  throw new Error(`never came: ${condition}`);
}

/** Bound to a node that nobody runs, so that it ends only when a test says so. */
async function pod(name: string, address: string, labels: object = { app: "shop" }): Promise<void> {
  await create(client, collections.pods(namespace), {
    metadata: { name, namespace, labels },
    spec: {
      nodeName: "nowhere",
      terminationGracePeriodSeconds: 45,
      containers: [
        { name: "app", image: "shop:1", ports: [{ containerPort: 8080 }], lifecycle: { preStop: { sleep: { seconds: 7 } } } },
      ],
    },
  } as never);
  await patch(client, `${collections.pods(namespace)}/${name}/status`, { status: { podIP: address, podIPs: [{ ip: address }] } });
}

const end = async (name: string): Promise<void> => {
  const at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const terminated = { exitCode: 143, reason: "Error", finishedAt: at, startedAt: at };
  await patch(client, `${collections.pods(namespace)}/${name}/status`, {
    status: {
      containerStatuses: [{ name: "app", image: "shop:1", imageID: "", ready: false, restartCount: 0, state: { terminated } }],
    },
  });
  await remove(client, `${collections.pods(namespace)}/${name}`, { gracePeriodSeconds: 0 });
};

interface Recorded {
  readonly run: Promise<CommandRun>;
  /** Once the first list of everything was read or refused: all that is left to do is to wait for the end. */
  readonly begun: Promise<void>;
  readonly interrupt: () => void;
}

/** The clock of this machine, and when somebody begins to sleep for the whole duration of a recording. */
function watchedClock(durationMs: number): { readonly clock: Clock; readonly begun: Promise<void> } {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const sleep: Clock["sleep"] = (ms, signal) => {
    if (ms === durationMs) resolve();
    return systemClock.sleep(ms, signal);
  };
  return { clock: { ...systemClock, sleep }, begun };
}

function recording(file: string, args: readonly string[], config = kubeconfig): Recorded {
  const signals = new EventEmitter();
  const { clock, begun } = watchedClock(5 * 60_000);
  const tools = { clock, random: () => 0.01, signals, resolve: async () => ["127.0.0.1"], loadElbApi };
  const fixed = ["--no-load", "--duration", "5m", "-q", "-o", "json", "--kubeconfig", config];
  const run = runCommand((io) => probeCommand(io, () => tools), [...args, ...fixed, "--record", recordings.path(file)]);
  return { run, begun, interrupt: () => signals.emit("SIGINT") };
}

const reportOf = async ({ run }: Recorded): Promise<ProbeReport> => JSON.parse((await run).stdout) as ProbeReport;

const written = (file: string, text: string) => (): boolean => {
  try {
    return recordings.text(file).includes(text);
  } catch {
    return false;
  }
};

const nothing = async function* (): AsyncGenerator<string> {};

describe("a user who may only list and watch in one namespace", () => {
  test("records the whole life of a Pod, and trace reads it", async () => {
    await pod("shop-1", "10.9.0.1");
    await pod("other-1", "10.9.0.9", { app: "other" });
    const recorded = recording("life", ["-l", "app=shop"]);
    await until(written("life", "shop-1"));
    await remove(client, `${collections.pods(namespace)}/shop-1`);
    await until(written("life", "deletionTimestamp"));
    await end("shop-1");
    await until(written("life", '"removed":true'));
    recorded.interrupt();
    const report = await reportOf(recorded);
    expect(report).toMatchObject({
      complete: true,
      interrupted: true,
      recording: { pods: 1, deleted: 1, interruptions: 0 },
      problems: [],
    });
    const { lives, problems } = await readEvents([recordings.path("life")], nothing(), 0);
    expect(problems).toEqual([]);
    expect([...lives.keys()]).toEqual(["10.9.0.1"]);
    const [life] = lives.get("10.9.0.1") ?? [];
    expect(life).toMatchObject({ pod: "probed/shop-1", graceSeconds: 45, preStopSeconds: 7, lastEnd: { exitCode: 143 } });
    expect((life?.ended?.atMs ?? 0) + 1000 >= (life?.deleted?.atMs ?? Number.NaN)).toBe(true);
  });

  test("records endpoints with their conditions", async () => {
    await create(client, collections.slices(namespace), {
      metadata: { name: "shop-abc", namespace, labels: { "kubernetes.io/service-name": "shop" } },
      addressType: "IPv4",
      ports: [{ name: "http", port: 8080 }],
      endpoints: [
        { addresses: ["10.9.0.2"], conditions: { ready: true }, targetRef: { kind: "Pod", name: "shop-2", namespace } },
      ],
    } as never);
    const recorded = recording("slices", ["-n", namespace]);
    await until(written("slices", '"kind":"endpoint"'));
    await patch(client, `${collections.slices(namespace)}/shop-abc`, {
      endpoints: [
        {
          addresses: ["10.9.0.2"],
          conditions: { ready: false, serving: true, terminating: true },
          targetRef: { kind: "Pod", name: "shop-2", namespace },
        },
      ],
    });
    await until(written("slices", '"terminating":true'));
    recorded.interrupt();
    expect((await recorded.run).code).toBe(0);
    const lines = recordings.lines("slices").filter(({ kind }) => kind === "endpoint");
    expect(lines).toMatchObject([
      { address: "10.9.0.2", port: 8080, service: "shop", pod: "shop-2", ready: true },
      { ready: false, serving: true, terminating: true },
    ]);
  });

  test("loses no Pod where the watch is lost, and knows the rest to the interruption", async () => {
    await pod("shop-3", "10.9.0.3");
    await pod("shop-4", "10.9.0.4");
    const recorded = recording("cut", ["-l", "app=shop"]);
    await recorded.begun;
    // Heard of only by what follows the first list, which is what is cut here.
    await pod("shop-6", "10.9.0.8");
    await until(written("cut", "shop-6"));
    gate.cut();
    await remove(client, `${collections.pods(namespace)}/shop-3`, { gracePeriodSeconds: 0 });
    await pod("shop-5", "10.9.0.5");
    await pause(1500);
    gate.reopen();
    await until(written("cut", "shop-5"));
    await until(written("cut", '"removed":true'));
    recorded.interrupt();
    const report = await reportOf(recorded);
    expect(report.recording?.interruptions).toBeGreaterThan(0);
    const { lives } = await readEvents([recordings.path("cut")], nothing(), 0);
    expect([...lives.keys()].sort()).toEqual(["10.9.0.3", "10.9.0.4", "10.9.0.5", "10.9.0.8"]);
    const ended = lives.get("10.9.0.3")?.[0]?.ended;
    expect(ended?.spreadMs).toBeGreaterThan(1000);
  });

  test("is told before anything begins where it may not", async () => {
    const token = await userWith(client, namespace, "poor", [readSlices]);
    const config = writeKubeconfig(plane.kubeconfig, recordings.path("poor.kubeconfig"), { token, namespace });
    const { code, stderr } = await recording("poor", ["-n", namespace], config).run;
    expect(code).toBe(3);
    expect(stderr).toContain(
      'may not list pods in the namespace probed (403): bind a Role that allows the verb "list" on "pods"',
    );
  });

  test("records Pods without the right to read EndpointSlices, and says so", async () => {
    const token = await userWith(client, namespace, "modest", [readPods]);
    const config = writeKubeconfig(plane.kubeconfig, recordings.path("modest.kubeconfig"), { token, namespace });
    const recorded = recording("modest", ["-n", namespace], config);
    await until(written("modest", '"kind":"pod"'));
    // Pods are listed before EndpointSlices.
    await recorded.begun;
    recorded.interrupt();
    const report = await reportOf(recorded);
    expect(report.recording?.pods).toBeGreaterThan(0);
    expect(report.problems).toEqual([expect.stringContaining("endpointslices are not recorded")]);
  });

  test("records the Pods that a Deployment's selector chooses", async () => {
    await create(client, `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name: "chosen", namespace },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: "chosen" }, matchExpressions: [{ key: "tier", operator: "In", values: ["web", "api"] }] },
        template: {
          metadata: { labels: { app: "chosen", tier: "web" } },
          spec: { containers: [{ name: "app", image: "shop:1" }] },
        },
      },
    } as never);
    await pod("chosen-1", "10.9.0.6", { app: "chosen", tier: "api" });
    await pod("chosen-2", "10.9.0.7", { app: "chosen", tier: "batch" });
    const recorded = recording("chosen", ["deploy/chosen"]);
    await until(written("chosen", "chosen-1"));
    recorded.interrupt();
    expect((await reportOf(recorded)).recording?.pods).toBe(1);
    const missing = await recording("missing", ["deploy/missing"]).run;
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining("no Deployment probed/missing")]);
  });
});
