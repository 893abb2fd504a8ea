import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { chart, namespace, root } from "../chart/helm.ts";
import { installCrds } from "../control-plane/crds.ts";
import { type Fleet, startFleet } from "../soak/cluster/fleet.ts";
import { startForwarder } from "../soak/cluster/forwarder.ts";
import { apply, type ChartParts, chartParts, installChart, serviceAccount } from "../soak/cluster/installation.ts";
import { startPlane } from "../soak/cluster/plane.ts";
import type { ReplicaPlace } from "../soak/cluster/replica.ts";
import { apps, deployments, FIRST_DELAY, firstObjects } from "../soak/workload/apps.ts";
import { type Counts, noCounts } from "../soak/workload/counts.ts";
import { startCreations } from "../soak/workload/creations.ts";
import { startExpectations } from "../soak/workload/expectations.ts";
import { startServedPods } from "../soak/workload/served-pods.ts";
import { seeded } from "../support/seeded.ts";
import type { PreviousVersion } from "./previous-version.ts";

/** A second, besides what controllers create. */
const PER_SECOND = 10;
const LIFE_SECONDS = 3_600;
export const SLOTS = ["a", "b", "c"] as const;

export interface Version {
  readonly name: "previous" | "this";
  readonly program: string;
  readonly parts: ChartParts;
}

/** A cluster with the previous version installed, under load from then on. */
export interface TwoVersions {
  readonly previous: Version;
  readonly current: Version;
  readonly client: ApiClient;
  readonly fleet: Fleet;
  readonly counts: Counts;
  readonly failures: readonly string[];
  /** Ends that nobody asked for. */
  readonly surprises: readonly string[];
  /** What `helm upgrade` and kubelets do before a new replica starts: objects of the version, and its configuration in every running replica. */
  readonly applyChart: (version: Version) => Promise<void>;
  readonly roll: (version: Version, slots: readonly string[]) => Promise<void>;
  /** A place of its own for a process of a version with any configuration. */
  readonly place: (slot: string, version: Version, configuration?: string) => ReplicaPlace;
  readonly log: (slot: string) => string;
  readonly stopLoad: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPrevious({ program, chart: previousChart }: PreviousVersion): Promise<TwoVersions> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-upgrade-"));
  const plane = await startPlane(join(folder, "plane"));
  let choose = (): number | undefined => undefined;
  const balancer = await startForwarder(() => choose());
  await installCrds(plane);
  await apply(plane, firstObjects());
  const previous: Version = { name: "previous", program, parts: chartParts(balancer.port, previousChart) };
  const current: Version = { name: "this", program: join(root, "dist/outlive.js"), parts: chartParts(balancer.port, chart) };
  await installChart(plane, previous.parts);
  const kubeconfigBy = await serviceAccount(plane, LIFE_SECONDS);
  const place: TwoVersions["place"] = (slot, version, configuration) => {
    const own = join(folder, slot);
    mkdirSync(own, { recursive: true });
    const kubeconfig = join(own, "kubeconfig");
    writeFileSync(kubeconfig, kubeconfigBy(plane.port));
    const configFile = join(own, "configuration.yaml");
    writeFileSync(configFile, configuration ?? version.parts.configuration);
    const common = { namespace, folder: own, environment: {}, watchdog: plane.watchdog };
    return { slot, program: version.program, configFile, kubeconfig, ...common };
  };
  const surprises: string[] = [];
  const fleet = await startFleet({
    places: SLOTS.map((slot) => place(slot, previous)),
    random: seeded(1),
    onSurprise: (what) => void surprises.push(what),
  });
  choose = fleet.choose;
  await fleet.whenAllReady();
  await pause(2_000);
  await apply(plane, deployments());
  const counts = noCounts();
  const failures: string[] = [];
  const served = startServedPods(plane.client, counts);
  await available(plane.client);
  const creations = startCreations({
    client: plane.client,
    perSecond: PER_SECOND,
    counts,
    expectations: startExpectations(FIRST_DELAY, 5),
    onFailure: (what, message) => void failures.push(`${what}: ${message}`),
  });
  let stopping: Promise<void> | undefined;
  const stopLoad = (): Promise<void> => {
    stopping ??= creations.stop().then(served.stop);
    return stopping;
  };
  return {
    previous,
    current,
    client: plane.client,
    fleet,
    counts,
    failures,
    surprises,
    place,
    applyChart: async ({ parts }) => {
      await apply(plane, parts.objects);
      for (const slot of SLOTS) writeFileSync(join(folder, slot, "configuration.yaml"), parts.configuration);
    },
    roll: async (version, slots) => {
      for (const slot of slots) fleet.change(place(slot, version));
      await fleet.roll(slots);
    },
    log: (slot) => readFileSync(join(folder, slot, "log"), "utf8"),
    stopLoad,
    stop: async () => {
      await stopLoad();
      await fleet.stop();
      await balancer.close();
      await plane.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Until every Deployment has the Pods that it wants. */
async function available(client: ApiClient): Promise<void> {
  for (const { namespace: own, name } of apps)
    while (true) {
      const stored = await (await client.request(`/apis/apps/v1/namespaces/${own}/deployments/${name}`)).json();
      if (at(stored, "status", "availableReplicas") === at(stored, "spec", "replicas")) break;
      await pause(500);
    }
}
