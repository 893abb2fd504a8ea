/** `helm upgrade` from the image and chart of the previous version to those of this one, and `helm rollback`, on a real kubelet. */

import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { namespace } from "../chart/helm.ts";
import { installChart, RELEASE, rollbackChart, upgradeChart } from "../install/helm-release.ts";
import { review } from "../install/review.ts";
import { nextPod, openShop, SHOP, shopPods } from "../install/shop.ts";
import { eventually, imageValues, type Replica, replicas, type Site, say, startSite } from "../install/site.ts";
import { printLoad, startLoad } from "../install/steady-load.ts";
import { strictlyCalled } from "../install/strictly-called.ts";
import { baseImage } from "../node/base-image.ts";
import { buildImage } from "../node/product-image.ts";
import { type PreviousVersion, previousVersion } from "./previous-version.ts";

const found = previousVersion();
if (typeof found === "string") say(`upgrades are not tested: ${found}`);

const PER_SECOND = 40;
/** How long a roll-out stays half done. */
const SIDE_BY_SIDE_MS = 15_000;
const PREVIOUS_TAG = "previous";

const deployment = `deployment/${RELEASE}`;
const images = {
  previous: `${imageValues.image.repository}:${PREVIOUS_TAG}`,
  current: `${imageValues.image.repository}:${imageValues.image.tag}`,
} as const;
type Version = keyof typeof images;
const values = {
  previous: { ...strictlyCalled, image: { ...imageValues.image, tag: PREVIOUS_TAG } },
  current: { ...strictlyCalled, ...imageValues },
} as const;

/** Built once: the commit is in the archive's name. */
async function previousArchive({ folder, commit }: PreviousVersion): Promise<string> {
  const archive = `${folder}.tar`;
  if (!existsSync(archive)) await buildImage({ name: images.previous, folder, commit, archive }, say);
  return archive;
}

describe.skipIf(typeof found === "string")(
  "helm upgrade and helm rollback, under a load that fails where Outlive does not answer",
  () => {
    let site: Site;
    let before: { readonly rollOuts: string; readonly certificates: string };

    beforeAll(async () => {
      if (typeof found === "string") return;
      const archive = await previousArchive(found);
      site = await startSite();
      for (const each of [archive, baseImage(site.nodes.folder)]) await site.nodes.importImage(each);
      await installChart(site.nodes.kubeconfig, { image: values.previous.image }, found.chart);
      await upgradeChart(site.nodes.kubeconfig, values.previous, undefined, found.chart);
      await openShop(site, 0);
      await eventually("an injected Pod", 30_000, async () => (await nextPod(site)).sleep === 40);
      await openShop(site, 2);
      await site.kubectl(["-n", SHOP, "rollout", "status", `deployment/${SHOP}`, "--timeout=60s"]);
      before = { rollOuts: await shopRollOuts(), certificates: await certificates() };
    }, 900_000);

    afterAll(() => site?.stop(), 120_000);

    /** The template and the ReplicaSets that it ever had. */
    async function shopRollOuts(): Promise<string> {
      const template = await site.kubectl(["-n", SHOP, "get", "deployment", SHOP, "-o", "jsonpath={.spec.template}"]);
      return `${template} ${await site.kubectl(["-n", SHOP, "get", "replicasets", "-o", "jsonpath={.items[*].metadata.uid}"])}`;
    }

    const certificates = (): Promise<string> =>
      site.kubectl(["-n", namespace, "get", "secret", "outlive-certificates", "-o", "jsonpath={.data}"]);

    const ofVersion = async (version: Version): Promise<readonly Replica[]> =>
      (await replicas(site)).filter(({ image, ready }) => image === images[version] && ready);

    /** A roll-out that Helm began, held where one replica of the new version is ready beside those of the other. */
    async function sideBySide(to: Version): Promise<void> {
      await eventually(`a replica of the ${to} version`, 60_000, async () =>
        (await replicas(site)).some(({ image }) => image === images[to]),
      );
      await site.kubectl(["-n", namespace, "rollout", "pause", deployment]);
      await eventually(`a ready replica of the ${to} version`, 60_000, async () => (await ofVersion(to)).length > 0);
      const from = to === "current" ? "previous" : "current";
      const both = [...(await ofVersion(from)), ...(await ofVersion(to))];
      expect(new Set(both.map(({ image }) => image))).toEqual(new Set(Object.values(images)));
      const patches = await Promise.all(both.map(async (replica) => (await review(replica, replica.uid)).response?.patch));
      expect(new Set(patches).size).toBe(1);
      expect(patches[0]).toBeDefined();
      await pause(SIDE_BY_SIDE_MS);
      expect((await ofVersion(to)).length).toBeGreaterThan(0);
      expect((await ofVersion(from)).length).toBeGreaterThan(0);
      await site.kubectl(["-n", namespace, "rollout", "resume", deployment]);
    }

    async function rolledOut(to: Version): Promise<void> {
      await site.kubectl(["-n", namespace, "rollout", "status", deployment, "--timeout=120s"]);
      await eventually("the end of the former replicas", 90_000, async () => {
        const names = await site.kubectl(["-n", namespace, "get", "pods", "-o", "name"]);
        return names.trim().split("\n").length === 3;
      });
      expect((await ofVersion(to)).map(({ restarts }) => restarts)).toEqual([0, 0, 0]);
    }

    /** Meanwhile Pods are really created too: by each scaling out, in the ReplicaSet that there is. */
    async function under(what: string, to: Version, shops: number, change: () => Promise<string>): Promise<void> {
      const load = startLoad(site.client, PER_SECOND);
      let amiss: unknown;
      try {
        await pause(3_000);
        const changed = change();
        await sideBySide(to);
        await site.kubectl(["-n", SHOP, "scale", "deployment", SHOP, `--replicas=${shops}`]);
        await changed;
        await rolledOut(to);
        await pause(3_000);
      } catch (error) {
        amiss = error;
      }
      const result = await load.stop();
      say(printLoad(what, result));
      if (amiss !== undefined) throw amiss;
      expect(result).toMatchObject({ failed: 0, untouched: 0 });
      await site.kubectl(["-n", SHOP, "rollout", "status", `deployment/${SHOP}`, "--timeout=60s"]);
      expect(await shopPods(site)).toEqual(Array(shops).fill({ sleep: 40, grace: 50 }));
      expect({ rollOuts: await shopRollOuts(), certificates: await certificates() }).toEqual(before);
    }

    test("helm upgrade costs no creation, replaces no Pod of an application, and keeps the certificates", async () => {
      await under("helm upgrade", "current", 3, () => upgradeChart(site.nodes.kubeconfig, values.current));
    }, 400_000);

    test("helm rollback does neither", async () => {
      await under("helm rollback", "previous", 4, () => rollbackChart(site.nodes.kubeconfig, 2));
    }, 400_000);
  },
);
