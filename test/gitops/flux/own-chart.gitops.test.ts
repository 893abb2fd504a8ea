/** Outlive's own chart by the shipped HelmRelease, with drift detection, while Outlive writes certificates. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { chart, namespace } from "../../chart/helm.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { type Cluster, plainCluster } from "../cluster.ts";
import { helmClient } from "../helm/helm-client.ts";
import { runRelease, written } from "../own-installation.ts";
import { revisionsIn } from "../roll-outs.ts";
import { shipped } from "../shipped.ts";
import { type Artifacts, startArtifacts } from "./artifacts.ts";
import { type FluxControllers, startFluxControllers } from "./controllers.ts";
import { conditionOf, eventsOf, reconcile } from "./reconcile.ts";

const fluxNamespace = "flux-system";

let cluster: Cluster;
let flux: FluxControllers;
let artifacts: Artifacts;
beforeAll(async () => {
  cluster = plainCluster();
  artifacts = await startArtifacts(cluster);
  flux = await startFluxControllers(["helm-controller"]);
  await cluster.kubectl(["create", "namespace", fluxNamespace]);
  await cluster.kubectl(["create", "namespace", namespace]);
});
afterAll(async () => {
  await cluster?.kubectl(["-n", fluxNamespace, "delete", "helmrelease", "outlive", "--ignore-not-found", "--timeout=60s"]);
  await flux?.stop();
  await artifacts?.stop();
  await cluster?.kubectl(["delete", "namespace", fluxNamespace, namespace, "--ignore-not-found"]);
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

test("certificates are no drift, and no look at the cluster replaces a Pod", async () => {
  const stop = readyPods(cluster, namespace);
  await artifacts.publish(fluxNamespace, "outlive", "0.1.0", await packaged());
  const release = shipped("flux/outlive.yaml").filter(({ kind }) => kind === "HelmRelease") as readonly JsonObject[];
  await cluster.apply(...release);
  await reconcile(cluster, "helmrelease", fluxNamespace, "outlive");
  const outlive = await runRelease(cluster, namespace);
  try {
    const [before, revisions] = [await written(cluster, namespace), await revisionsIn(cluster, namespace)];
    for (let again = 0; again < 3; again += 1) {
      const object = await reconcile(cluster, "helmrelease", fluxNamespace, "outlive");
      expect(conditionOf(object, "Drifted")).toBe("False");
    }
    expect(
      (await eventsOf(cluster, "helmrelease", fluxNamespace, "outlive")).filter((event) => event.startsWith("Drift")),
    ).toEqual([]);
    expect(await written(cluster, namespace)).toEqual(before);
    expect(await revisionsIn(cluster, namespace)).toEqual(revisions);
  } finally {
    await outlive.stop();
    await stop();
  }
});
