/** Outlive's own chart by the shipped HelmRelease, with drift detection, while Outlive writes certificates. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { chart, namespace } from "../../chart/helm.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { deployment, pod } from "../../support/shop.ts";
import { decide } from "../../upgrade/review.ts";
import { type Cluster, plainCluster } from "../cluster.ts";
import { helmClient } from "../helm/helm-client.ts";
import { objectsOf } from "../objects-of.ts";
import { type OwnInstallation, runRelease, written } from "../own-installation.ts";
import { revisionsIn, rollOuts } from "../roll-outs.ts";
import { shipped } from "../shipped.ts";
import { routes } from "../shop.ts";
import { type Flux, startFlux } from "./flux.ts";
import { conditionOf, eventsOf, reconcile } from "./reconcile.ts";

const [release = {}] = shipped("flux/outlive.yaml").filter(({ kind }) => kind === "HelmRelease");
const fluxNamespace = String(objectAt(release, "metadata")["namespace"]);
const shop = "flux-shop";

let cluster: Cluster;
let flux: Flux;
beforeAll(async () => {
  cluster = plainCluster();
  flux = await startFlux(cluster, "helm-controller");
  const labels = { "outlive.dev/mode": "enforce" };
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: shop, labels } });
  await cluster.apply(...routes(shop, 35), deployment(shop));
  await cluster.kubectl(["create", "namespace", fluxNamespace]);
  await flux.publish(fluxNamespace, "outlive", "0.1.0", await packaged());
});
afterAll(async () => {
  await cluster?.kubectl(["-n", fluxNamespace, "delete", "helmrelease", "outlive", "--ignore-not-found", "--timeout=60s"]);
  await flux?.stop();
  await cluster?.kubectl(["delete", "namespace", fluxNamespace, namespace, shop, "--ignore-not-found", "--wait=false"]);
});

async function packaged(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-package-"));
  const helm = await helmClient("helm");
  try {
    await helm.succeed("package", chart, "-d", folder);
    return readFileSync(join(folder, readdirSync(folder)[0] ?? ""));
  } finally {
    helm.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const reconciled = (): Promise<Record<string, unknown>> => reconcile(cluster, "helmrelease", fluxNamespace, "outlive");

/** Further looks find no difference. */
async function settled(): Promise<void> {
  for (let again = 0; again < 3; again += 1) expect(conditionOf(await reconciled(), "Drifted")).toBe("False");
  const events = await eventsOf(cluster, "helmrelease", fluxNamespace, "outlive");
  expect(events.filter((event) => event.startsWith("Drift"))).toEqual([]);
}

async function changeValues(values: JsonObject): Promise<void> {
  const patch = ["--type=merge", "-p", JSON.stringify({ spec: { values } })];
  const { code, stderr } = await cluster.kubectl(["-n", fluxNamespace, "patch", "helmrelease", "outlive", ...patch]);
  if (code !== 0) throw new Error(stderr);
  await reconciled();
}

/** Seconds that a Pod of the shop is given. */
async function sleepGivenBy(outlive: OwnInstallation): Promise<unknown> {
  const created = pod(shop, "asked") as Parameters<typeof decide>[1];
  return JSON.stringify((await decide(outlive, created)).patch).match(/"sleep":\{"seconds":(\d+)\}/)?.[1];
}

test("certificates are no drift, values reach a replica that runs, only those of the process replace it, and nothing is left", async () => {
  const before = await objectsOf(cluster, namespace, "outlive");
  const stop = readyPods(cluster, namespace);
  await cluster.apply(release);
  await reconciled();
  const outlive = await runRelease(cluster, namespace);
  try {
    const [certificates, revisions] = [await written(cluster, namespace), await revisionsIn(cluster, namespace)];
    await settled();
    expect(await written(cluster, namespace)).toEqual(certificates);
    expect(await revisionsIn(cluster, namespace)).toEqual(revisions);

    await cluster.until(async () => (await sleepGivenBy(outlive)) === "40", "the values of the routes");
    await changeValues({ configuration: { parameters: { preStopMargin: 8 } } });
    await cluster.until(async () => (await sleepGivenBy(outlive)) === "43", "the changed margin");
    await settled();
    expect(await revisionsIn(cluster, namespace)).toEqual(revisions);

    await changeValues({ configuration: { log: { level: "debug" } } });
    await settled();
    expect(await rollOuts(cluster, namespace, "outlive")).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
    expect(await written(cluster, namespace)).toEqual(certificates);

    expect(await objectsOf(cluster, namespace, "outlive")).toContain(`Secret ${namespace}/outlive-certificates`);
    const { code, stderr } = await cluster.kubectl(["-n", fluxNamespace, "delete", "helmrelease", "outlive", "--timeout=90s"]);
    expect([code, stderr]).toEqual([0, ""]);
  } finally {
    await outlive.stop();
    await stop();
  }
  const everywhere = [
    `ConfigMap ${namespace}/kube-root-ca.crt`,
    `Namespace <none>/${namespace}`,
    `ServiceAccount ${namespace}/default`,
  ];
  await cluster.until(
    async () => (await objectsOf(cluster, namespace, "outlive")).length <= before.length + everywhere.length,
    "the end of what the release had",
  );
  expect(await objectsOf(cluster, namespace, "outlive")).toEqual([...before, ...everywhere].sort());
});
