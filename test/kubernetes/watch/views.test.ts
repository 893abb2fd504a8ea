import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { stringify } from "yaml";
import { createClient } from "#kubernetes/api/client.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { FakeApiServer } from "./fake-api-server.ts";
import { FakeClock } from "./fake-clock.ts";
import { collectionOf, describeView, sample } from "./view.conformance.ts";

const server = new FakeApiServer();
const clock = new FakeClock();
let folder: string;
let live: LiveView;
let listed: ClusterView;
let read: ClusterView;

beforeAll(async () => {
  await server.start();
  for (const raw of sample) server.put(collectionOf(raw), raw);
  const client = createClient({ kubeconfig: server.kubeconfig() });
  live = new LiveView({ kinds: watchedKinds, client, clock, random: () => 0.5 });
  live.start();
  await clock.until(() => live.synced());
  listed = (await listCluster(watchedKinds, client)).view;
  folder = mkdtempSync(join(tmpdir(), "outlive-manifests-"));
  const file = join(folder, "all.yaml");
  writeFileSync(file, sample.map((raw) => stringify(raw)).join("---\n"));
  read = (await readManifests(watchedKinds, [file], (async function* () {})())).view;
});

afterAll(async () => {
  await live.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

describeView("watched", () => live.view);
describeView("listed once", () => listed);
describeView("read from files", () => read);
