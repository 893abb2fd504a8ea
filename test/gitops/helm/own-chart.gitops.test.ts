/** Outlive's own chart with either Helm, while Outlive writes certificates into what Helm has applied. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chart, namespace } from "../../chart/helm.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { type Cluster, plainCluster } from "../cluster.ts";
import { runRelease, written } from "../own-installation.ts";
import { revisionsIn } from "../roll-outs.ts";
import { type HelmClient, type HelmMajor, helmClient } from "./helm-client.ts";

const majors: readonly (readonly [string, HelmMajor, readonly string[]])[] = [
  ["Helm 3", "helm3", []],
  ["Helm 4, server-side apply", "helm", []],
  ["Helm 4, three-way merge", "helm", ["--server-side=false"]],
];

describe.each(majors)("%s", (_name, major, install) => {
  let cluster: Cluster;
  let helm: HelmClient;
  beforeAll(async () => {
    cluster = plainCluster();
    helm = await helmClient(major);
  });
  afterAll(async () => {
    await helm?.run("uninstall", "outlive", "-n", namespace, "--ignore-not-found");
    await cluster?.kubectl(["delete", "namespace", namespace, "--ignore-not-found"]);
    helm?.stop();
  });

  test("an upgrade leaves what Outlive wrote, and replaces Pods for new settings of the process alone", async () => {
    await cluster.kubectl(["create", "namespace", namespace]);
    const stop = readyPods(cluster, namespace);
    const common = ["outlive", chart, "-n", namespace, "--wait", "--timeout=120s", "--set=image.registry=registry.example"];
    await helm.succeed("install", ...common, ...install);
    const outlive = await runRelease(cluster, namespace);
    try {
      const before = await written(cluster, namespace);
      const revisions = await revisionsIn(cluster, namespace);
      const same = async (): Promise<void> => {
        expect(await written(cluster, namespace)).toEqual(before);
        expect(await revisionsIn(cluster, namespace)).toEqual(revisions);
      };
      for (const changed of [[], ["--set=configuration.defaultPolicy=propagation"]]) {
        await helm.succeed("upgrade", ...common, ...changed);
        await same();
      }
      const manifest = await helm.succeed("get", "manifest", "outlive", "-n", namespace);
      for (const manager of ["argocd-controller", "kustomize-controller", "helm-controller"]) {
        const serverSide = ["--server-side", "--force-conflicts", `--field-manager=${manager}`];
        const { code, stdout } = await cluster.kubectl(["diff", ...serverSide, "-f", "-"], manifest);
        expect([code, stdout]).toEqual([0, ""]);
      }
      const { code, stdout } = await cluster.kubectl(["diff", "-f", "-"], manifest);
      expect([code, stdout]).toEqual([0, ""]);
      await helm.succeed("rollback", "outlive", "1", "-n", namespace, "--wait", "--timeout=120s");
      await same();
    } finally {
      await outlive.stop();
      await stop();
    }
  });
});
