/** Templates that Outlive patches are no new revisions. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { timed } from "../support/stored.ts";
import { canary, deployment, ingress } from "./podinfo.ts";
import { allTypes, analyses, podinfo, type Setup } from "./setup.ts";

export function patchedTemplates(setup: () => Setup): void {
  test("starts no analysis for what Outlive writes into templates", async () => {
    const namespace = await setup().webhook.namespace({ "outlive.dev/mode": "enforce" });
    const name = "podinfo";
    // The Service is there before Flagger takes it over, so that the template is sized for its route.
    await setup().webhook.apply(
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { namespace, name },
        spec: { selector: { "app.kubernetes.io/name": name }, ports: [{ name: "http", port: 9898, targetPort: "http" }] },
      },
      ingress(namespace, name, 35),
    );
    const first = deployment(podinfo(namespace, name, 1, {}));
    const dryRun = ["apply", "--dry-run=server", "-o", "json", "-f", "-"];
    await setup().webhook.until(
      async () => (await setup().webhook.kubectl(dryRun, first)).stdout.includes("outlive.dev/injected"),
      "the template to be patched",
    );
    await setup().webhook.apply(first);
    const template = async (of: string) => timed(await setup().cluster.deployment(namespace, of), "spec", "template");
    const patched = await template(name);
    expect([patched.hooks["podinfo"], patched.grace]).toEqual([{ exec: { command: ["sleep", "40"] } }, 50]);

    await setup().webhook.apply(
      canary({ namespace, name, gatesPort: setup().webhook.gatesPort, hooks: allTypes.map((type) => ({ type })) }),
    );
    await setup().cluster.reached(namespace, [name], "Initialized");
    // What would be injected now differs from what was, and the Deployment is written again and again.
    await setup().webhook.apply(ingress(namespace, name, 20));
    for (const [index, replicas] of [1, 0, 1, 0].entries()) {
      await setup().webhook.kubectl(["-n", namespace, "scale", "deployment", name, `--replicas=${replicas}`]);
      await setup().webhook.kubectl(["-n", namespace, "annotate", "deployment", name, `touched=${index}`, "--overwrite"]);
    }
    await pause(25_000);
    expect(await template(name)).toEqual(patched);
    expect(analyses(setup(), namespace, name)).toBe(0);

    await setup().cluster.release(podinfo(namespace, name, 2, {}));
    await setup().cluster.reached(namespace, [name], "Succeeded");
    await pause(25_000);
    expect(analyses(setup(), namespace, name)).toBe(1);
    expect(await setup().cluster.image(namespace, `${name}-primary`)).toBe("podinfo:2");
    const pods = JSON.parse((await setup().webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"])).stdout) as {
      readonly items: readonly object[];
    };
    expect(pods.items.length).toBeGreaterThan(0);
    for (const pod of pods.items)
      expect(timed(pod).hooks["podinfo"]).toEqual({ exec: { command: ["sleep", expect.any(String)] } });
  });
}
