/** Outlive's own chart by the shipped Application, while Outlive writes certificates into what Argo CD has applied. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { chart, namespace } from "../../chart/helm.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { type Cluster, plainCluster } from "../cluster.ts";
import { runRelease, written } from "../own-installation.ts";
import { revisionsIn } from "../roll-outs.ts";
import { shipped } from "../shipped.ts";
import { changed } from "../shop.ts";
import { compared, settled } from "./application.ts";
import { type ArgoCd, argoNamespace, startArgoCd } from "./controllers.ts";
import { type GitRepository, gitRepository } from "./git-repository.ts";

let cluster: Cluster;
let argo: ArgoCd;
let git: GitRepository;
beforeAll(async () => {
  cluster = plainCluster();
  git = gitRepository();
  argo = await startArgoCd();
});
afterAll(async () => {
  await argo?.stop();
  git?.remove();
});

/** Argo CD's own settings leave out Leases; Outlive then makes its own. */
const leaseLeftOut =
  "ExcludedResourceWarning: Resource coordination.k8s.io/Lease outlive-certificates is excluded in the settings";

function files(folder: string): Readonly<Record<string, string>> {
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(names.map((name) => [relative(".", name), readFileSync(join(folder, name), "utf8")]));
}

/** From the repository of the test instead of a registry, and repaired by itself, so that a difference would be seen as a sync. */
function application(): JsonObject {
  const [object = {}] = shipped("argocd/application.yaml");
  const fromGit = changed(object, ["spec", "source"], (source) => {
    const { helm = null } = objectAt(source);
    return { repoURL: git.url, path: ".", targetRevision: "main", helm };
  });
  return changed(fromGit, ["spec", "syncPolicy", "automated"], () => ({ selfHeal: true, prune: true }));
}

test.each([
  ["as shipped", (object: JsonObject) => object],
  ["applied server-side", (object: JsonObject) => withSyncOption(object, "ServerSideApply=true")],
  ["without what is ignored", (object: JsonObject) => changed(object, ["spec", "ignoreDifferences"], () => undefined)],
])("%s: what Outlive writes is no difference, and no comparison replaces a Pod", async (_name, change) => {
  const commit = git.commit(files(chart));
  const stop = readyPods(cluster, namespace);
  await cluster.kubectl(["create", "namespace", namespace]);
  await cluster.apply(change(application()));
  try {
    expect(await compared(cluster, "outlive", commit)).toMatchObject({ syncs: 1 });
    const outlive = await runRelease(cluster, namespace);
    try {
      const [before, revisions] = [await written(cluster, namespace), await revisionsIn(cluster, namespace)];
      expect(await settled(cluster, "outlive", commit)).toEqual({ health: "Healthy", syncs: 1, conditions: [leaseLeftOut] });
      expect(await written(cluster, namespace)).toEqual(before);
      expect(await revisionsIn(cluster, namespace)).toEqual(revisions);
    } finally {
      await outlive.stop();
    }
  } finally {
    await stop();
    const cascade = [
      "--type=merge",
      "-p",
      JSON.stringify({ metadata: { finalizers: ["resources-finalizer.argocd.argoproj.io"] } }),
    ];
    await cluster.kubectl(["-n", argoNamespace, "patch", "application", "outlive", ...cascade]);
    await cluster.kubectl(["-n", argoNamespace, "delete", "application", "outlive", "--timeout=90s"]);
    await cluster.kubectl(["delete", "namespace", namespace]);
  }
});

const withSyncOption = (object: JsonObject, option: string): JsonObject =>
  changed(object, ["spec", "syncPolicy", "syncOptions"], (options) => [...(Array.isArray(options) ? options : []), option]);
