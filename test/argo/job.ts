/** The Job in place of the endpoint, by the template of deploy/. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { freePorts } from "../control-plane/ports.ts";
import { fails, fixed, holds, pick } from "../support/release-stories.ts";
import type { GateSetup } from "./gate-setup.ts";
import { healthy } from "./gate-setup.ts";
import { blueGreen, canary, gated, jobTemplate } from "./gated-rollouts.ts";
import { runJobPods } from "./job-pods.ts";

export function jobInPlaceOfTheEndpoint(setup: () => GateSetup): void {
  test("a Job goes on with healthy releases, aborts broken ones, and waits where it cannot read the cluster", async () => {
    const { webhook, cluster } = setup();
    const namespace = await webhook.namespace({ "outlive.dev/mode": "warn" });
    const folder = mkdtempSync(join(tmpdir(), "outlive-job-"));
    const { kubeconfig, server } = inject("controlPlane");
    const [nowhere = 0] = await freePorts(1);
    const blind = join(folder, "kubeconfig");
    writeFileSync(blind, readFileSync(kubeconfig, "utf8").replaceAll(server, `https://127.0.0.1:${nowhere}`));
    const runner = runJobPods(namespace, (args, turn) => (args.includes("app=blind") && turn < 2 ? blind : kubeconfig));
    try {
      const all = [
        { name: "good-0", story: pick(holds, 0) },
        { name: "good-1", story: pick(holds, 1) },
        { name: "bad-0", story: pick(fails, 0) },
        { name: "bad-1", story: pick(fails, 2) },
        { name: "blind", story: pick(holds, 2) },
      ];
      const strategy = (name: string): object => (name.endsWith("1") ? canary : blueGreen)(name, "outlive-audit");
      await webhook.apply(
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name: "outlive-reader" } },
        jobTemplate(namespace),
        ...all.flatMap(({ name, story }) =>
          gated({ namespace, name, strategy: strategy(name) }, story.delay, fixed(story).timing),
        ),
      );
      const names = all.map(({ name }) => name);
      await cluster.until(namespace, names, healthy, "healthy at first");
      for (const { name, story } of all) await cluster.release(namespace, name, 2, story.timing);
      await cluster.until(namespace, ["bad-0", "bad-1"], ({ aborted }) => aborted, "aborted");
      await cluster.until(namespace, ["good-0", "good-1", "blind"], healthy, "healthy after the release");
      expect([...runner.codes].sort()).toEqual([0, 0, 0, 1, 1, 3, 3]);
    } finally {
      await runner.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
