import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { localCertificates } from "#cli/local-certificates.ts";
import { namespace } from "../chart/helm.ts";
import { installChart, RELEASE, runHelm, uninstallChart } from "./helm-release.ts";
import { ownMemory, ownProcessorTime, processorShares } from "./replica-process.ts";
import { nextPod, openShop, SHOP, shopPods } from "./shop.ts";
import { eventually, imageValues, replicas, type Site, say } from "./site.ts";
import { startTime } from "./start-time.ts";

const IDLE_MS = 10_000;

export function lifecycle(site: () => Site): void {
  describe("installing, upgrading, uninstalling", () => {
    test("helm install --wait ends with three replicas ready, and certificates that Outlive made", async () => {
      const begunMs = Date.now();
      await installChart(site().nodes.kubeconfig, imageValues);
      say(`helm install --wait: ${((Date.now() - begunMs) / 1000).toFixed(1)} s`);
      expect((await replicas(site())).map(({ ready, restarts }) => ({ ready, restarts }))).toEqual(
        Array(3).fill({ ready: true, restarts: 0 }),
      );
      const used = [...(await ownProcessorTime(site())).values()];
      say(`processor time of the replicas until all are ready: ${used.map((seconds) => seconds.toFixed(1)).join(", ")} s`);
    });

    test("a Deployment behind an Ingress with a delay of 35 s gets Pods with sleep 40 and grace 50", async () => {
      await openShop(site(), 2);
      await site().kubectl(["-n", SHOP, "rollout", "status", `deployment/${SHOP}`, "--timeout=60s"]);
      expect(await shopPods(site())).toEqual(Array(2).fill({ sleep: 40, grace: 50 }));
    });

    test("a replica's resident memory is below what the chart requests", async () => {
      const memory = await ownMemory(site());
      say(`image: ${(site().image.bytes / 1e6).toFixed(0)} MB as an archive`);
      say(`resident memory of the replicas: ${memory.map((bytes) => (bytes / 2 ** 20).toFixed(0)).join(", ")} MiB`);
      expect(memory).toHaveLength(3);
      expect(Math.max(...memory)).toBeLessThan(160 * 2 ** 20);
    });

    test("a replica that nobody asks needs little of the processor that the chart requests", async () => {
      const before = await ownProcessorTime(site());
      await pause(IDLE_MS);
      const shares = processorShares(before, await ownProcessorTime(site()), IDLE_MS / 1000);
      say(`processor share of the idle replicas: ${shares.join(", ")} m`);
      expect(shares).toHaveLength(3);
      expect(Math.max(...shares)).toBeLessThan(50);
    });

    test("helm test passes without anything from outside, DNS included", async () => {
      expect(await runHelm(site().nodes.kubeconfig, ["test", RELEASE, "--timeout=60s"])).toMatch(/Phase:\s+Succeeded/);
    });

    /** By label and by name, cluster-wide and in the namespace, but for what a control plane makes in every namespace. */
    async function leftovers(): Promise<readonly string[]> {
      const wide =
        "mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings,priorityclasses";
      const inside =
        "all,configmaps,secrets,leases,roles,rolebindings,serviceaccounts,poddisruptionbudgets,networkpolicies,endpointslices";
      const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
      const named = lines(await site().kubectl(["get", wide, "-o", "name"])).filter((name) => name.includes(RELEASE));
      const own = lines(await site().kubectl(["-n", namespace, "get", inside, "-o", "name"]));
      const labelled = lines(
        await site().kubectl(["get", inside, "-A", "-l", `app.kubernetes.io/instance=${RELEASE}`, "-o", "name"]),
      );
      const everywhere = ["configmap/kube-root-ca.crt", "serviceaccount/default"];
      return [...new Set([...named, ...own, ...labelled])].filter((name) => !everywhere.includes(name));
    }

    test("uninstalling leaves nothing, and Pods are created as before", async () => {
      await uninstallChart(site().nodes.kubeconfig);
      await eventually("the end of the replicas", 60_000, async () => (await leftovers()).length === 0).catch(() => 0);
      expect(await leftovers()).toEqual([]);
      expect(await nextPod(site())).toEqual({ sleep: undefined, grace: 30 });
    });

    test("with a certificate of the administrator's the same holds", async () => {
      const host = `${RELEASE}.${namespace}.svc`;
      const { authority, leaf } = await localCertificates({ dns: [host], ip: [] }, 1, new Date());
      const files = { cert: join(site().nodes.folder, "tls.crt"), key: join(site().nodes.folder, "tls.key") };
      writeFileSync(files.cert, leaf.certificate);
      writeFileSync(files.key, leaf.key);
      await site().kubectl(["-n", namespace, "create", "secret", "tls", "given", `--cert=${files.cert}`, `--key=${files.key}`]);
      const tls = { mode: "provided", provided: { secretName: "given", caBundle: authority.certificate } };
      // A short drain, because the end is waited for and is not what this is about.
      const short = { preStopSleepSeconds: 0, configuration: { server: { drain: 10 } } };
      await installChart(site().nodes.kubeconfig, { ...imageValues, ...short, tls });
      expect((await replicas(site())).map(({ ready }) => ready)).toEqual([true, true, true]);
      await eventually("an injected Pod", 10_000, async () => (await nextPod(site())).sleep === 40);
      // The best of three, because others may use the machine.
      const times = [];
      for (let time = 0; time < 3; time += 1) times.push(await startTime(site(), "given"));
      say(`from the start of the process to listening: ${times.join(", ")} ms`);
      expect(Math.min(...times)).toBeLessThan(1_000);
      await uninstallChart(site().nodes.kubeconfig);
      await eventually("the end of the replicas", 60_000, async () => (await leftovers()).length === 1).catch(() => 0);
      expect(await leftovers()).toEqual(["secret/given"]);
      expect(await nextPod(site())).toEqual({ sleep: undefined, grace: 30 });
    });
  });
}
