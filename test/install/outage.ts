import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { namespace } from "../chart/helm.ts";
import { installChart, RELEASE, upgradeChart } from "./helm-release.ts";
import { samples } from "./metrics.ts";
import { restartApiServer, withoutApiServerForPods, withoutEtcd } from "./plane-processes.ts";
import { review } from "./review.ts";
import { ingress, nextPod, openShop, SHOP, shopPods } from "./shop.ts";
import { eventually, imageValues, type Replica, replicas, type Site, say } from "./site.ts";

const deployment = `deployment/${RELEASE}`;
const RECOVERY_MS = 90_000;
export function outage(site: () => Site): void {
  describe("in outages", () => {
    beforeAll(async () => {
      const values = { ...imageValues, webhooks: { routes: { failurePolicy: "Fail" } } };
      await installChart(site().nodes.kubeconfig, imageValues);
      await openShop(site(), 1);
      await eventually("an injected Pod", 30_000, async () => (await nextPod(site())).sleep === 40);
      await upgradeChart(site().nodes.kubeconfig, values);
    }, 200_000);

    const scale = async (count: number): Promise<void> => {
      await site().kubectl(["-n", namespace, "scale", deployment, `--replicas=${count}`]);
    };

    const changeIngress = async (delaySeconds: number): Promise<string> =>
      site()
        .kubectl(["apply", "-f", "-"], ingress(delaySeconds))
        .catch((error: unknown) => String(error));

    const routesFailurePolicy = async (policy: "Ignore" | "Fail"): Promise<void> => {
      const read = JSON.parse(await site().kubectl(["get", "validatingwebhookconfiguration", RELEASE, "-o", "json"])) as {
        webhooks: readonly { name: string }[];
      };
      const at = read.webhooks.findIndex(({ name }) => name === "routes.outlive.dev");
      const patch = [{ op: "replace", path: `/webhooks/${at}/failurePolicy`, value: policy }];
      await site().kubectl(["patch", "validatingwebhookconfiguration", RELEASE, "--type=json", "-p", JSON.stringify(patch)]);
    };

    /** Every replica answers a review well and with the Pod patched. */
    async function answers(): Promise<void> {
      for (const replica of await replicas(site())) await answersWell(replica);
    }

    async function answersWell(replica: Replica): Promise<void> {
      const uid = `${replica.uid}-${Date.now()}`;
      expect(await review(replica, uid)).toMatchObject({
        apiVersion: "admission.k8s.io/v1",
        kind: "AdmissionReview",
        response: { uid, allowed: true, patch: expect.any(String) },
      });
    }

    /** Follows changes of the cluster again: a route that changes is looked at in the next Pod. */
    async function follows(delaySeconds: number): Promise<void> {
      const begunMs = Date.now();
      await eventually("a changed Ingress", RECOVERY_MS, async () =>
        / (configured|unchanged)/.test(await changeIngress(delaySeconds)),
      );
      let running = 0;
      await eventually("every replica to know the changed Ingress", RECOVERY_MS, async () => {
        running = (await nextPod(site())).sleep === delaySeconds + 5 ? running + 1 : 0;
        return running >= 12;
      });
      say(`  a changed Ingress is known to every replica ${((Date.now() - begunMs) / 1000).toFixed(1)} s after`);
    }

    const steady = async (): Promise<unknown> =>
      (await replicas(site()))
        .map(({ uid, restarts, ready }) => ({ uid, restarts, ready }))
        .sort((a, b) => (a.uid < b.uid ? -1 : 1));

    test("with all replicas down Pods still start, and routes are changed as was chosen", async () => {
      await scale(0);
      await eventually("no replica", 90_000, async () => {
        const slices = await site().kubectl(["-n", namespace, "get", "pods", "-o", "name"]);
        return slices.trim() === "";
      });
      expect(await nextPod(site())).toEqual({ sleep: undefined, grace: 30 });
      await site().kubectl(["-n", SHOP, "scale", `deployment/${SHOP}`, "--replicas=2"]);
      await site().kubectl(["-n", SHOP, "rollout", "status", `deployment/${SHOP}`, "--timeout=60s"]);
      // Their template was patched while Outlive was up.
      expect(await shopPods(site())).toEqual(Array(2).fill({ sleep: 40, grace: 50 }));

      expect(await changeIngress(34)).toMatch(/failed calling webhook "routes.outlive.dev"/);
      await routesFailurePolicy("Ignore");
      await eventually("an Ingress that is changed unchecked", 15_000, async () =>
        (await changeIngress(34)).includes("configured"),
      );
      await routesFailurePolicy("Fail");
    });

    test("it comes back although its own webhook is down", async () => {
      const begunMs = Date.now();
      await scale(3);
      await site().kubectl(["-n", namespace, "rollout", "status", deployment, "--timeout=90s"]);
      say(`three replicas ready ${((Date.now() - begunMs) / 1000).toFixed(1)} s after none`);
      await eventually("an injected Pod", 30_000, async () => (await nextPod(site())).sleep === 39);
      await answers();
    });

    test("a restart of the API server is got over without a restart", async () => {
      const before = await steady();
      await restartApiServer(site(), 3_000);
      say("API server: ready again");
      await answers();
      await follows(33);
      expect(await steady()).toEqual(before);
    }, 300_000);

    test("a pause of etcd changes no answer, and is got over", async () => {
      const before = await steady();
      // Asked before: with etcd away the API server does not say.
      const known = await replicas(site());
      await withoutEtcd(site(), async () => {
        for (let second = 0; second < 20; second += 1) {
          await Promise.all(known.map(answersWell));
          await pause(1_000);
        }
      });
      say("etcd: goes on after 20 s");
      await follows(32);
      expect(await steady()).toEqual(before);
    }, 300_000);

    test("a minute without watches shows in the metrics, changes no answer, and is made up for", async () => {
      const before = await steady();
      const known = await replicas(site());
      const former = await nextPod(site());
      await withoutApiServerForPods(site(), async () => {
        // What still reaches a Pod breaks its watch: the Pod's confirmation is answered with a reset.
        await site().kubectl(["-n", SHOP, "label", "ingress", SHOP, "touched=yes", "--overwrite"]);
        await pause(5_000);
        await site().kubectl(["-n", SHOP, "annotate", "ingress", SHOP, "outlive.dev/next-deregistration-delay=100"]);
        for (let second = 0; second < 60; second += 1) {
          if (second % 5 === 0) {
            await Promise.all(known.map(answersWell));
            // What it knew before: the annotation has not reached anybody.
            expect(await nextPod(site())).toEqual(former);
          }
          await pause(1_000);
        }
        for (const replica of known) {
          const told = await samples(replica, "outlive_cache_last_event_timestamp_seconds");
          const last = told.find(({ labels }) => labels["kind"] === "Ingress");
          const age = Date.now() / 1000 - (last?.value ?? Number.NaN);
          const errors = (await samples(replica, "outlive_cache_errors_total")).reduce((sum, { value }) => sum + value, 0);
          say(`  ${replica.name}: last heard of Ingresses ${age.toFixed(0)} s ago, ${errors} failed lists and watches`);
          expect(age).toBeGreaterThan(55);
          expect(errors).toBeGreaterThan(0);
        }
      });
      let running = 0;
      const took = await eventually("what was missed", RECOVERY_MS, async () => {
        running = (await nextPod(site())).sleep === 105 ? running + 1 : 0;
        return running >= 12;
      });
      say(`  what was missed is known to every replica ${(took / 1000).toFixed(1)} s after`);
      expect(await steady()).toEqual(before);
    }, 300_000);
  });
}
