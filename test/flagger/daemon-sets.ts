/** Releases of a DaemonSet, whose Pods Flagger keeps away by a node selector instead of scaling it. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { at } from "#kubernetes/objects/lenient-json.ts";
import type { Timing } from "../support/release-stories.ts";
import { canary, daemonSet, ingress, podTemplate } from "./podinfo.ts";
import { analyses, podinfo, type Setup, warn } from "./setup.ts";

const name = "agent";
/** Some intervals of Flagger. */
const someLooksMs = 25_000;

export function daemonSets(setup: () => Setup): void {
  async function initialized(mode: Readonly<Record<string, string>>, timing: Timing): Promise<string> {
    const namespace = await setup().webhook.namespace(mode);
    const hooks = [{ type: "confirm-rollout" }];
    await setup().webhook.apply(ingress(namespace, name, 35), daemonSet(podinfo(namespace, name, 1, timing)));
    await setup().webhook.apply(canary({ namespace, name, kind: "DaemonSet", gatesPort: setup().webhook.gatesPort, hooks }));
    await setup().cluster.reached(namespace, [name], "Initialized");
    return namespace;
  }

  const templateOf = async (namespace: string, of: string): Promise<unknown> =>
    at(await setup().webhook.get("daemonset", namespace, of), "spec", "template");

  async function release(namespace: string, tag: number, timing: Timing): Promise<void> {
    const template = podTemplate(podinfo(namespace, name, tag, timing));
    const patch = ["--type=strategic", "-p", JSON.stringify({ spec: { template } })];
    const { code, stderr } = await setup().webhook.kubectl(["-n", namespace, "patch", "daemonset", name, ...patch]);
    if (code !== 0) throw new Error(stderr);
  }

  test("starts one analysis for each release of a DaemonSet, and none for what Outlive could write into it", async () => {
    const namespace = await initialized({ "outlive.dev/mode": "enforce" }, {});
    // By now a Service selects its Pods, so that a new revision would be sized.
    expect(at(await templateOf(namespace, name), "spec", "nodeSelector")).toEqual({ "flagger.app/scale-to-zero": "true" });
    expect(JSON.stringify(await templateOf(namespace, name))).not.toContain("outlive.dev/injected");
    await pause(someLooksMs);
    expect(analyses(setup(), namespace, name)).toBe(0);

    await release(namespace, 2, {});
    await setup().cluster.reached(namespace, [name], "Succeeded");
    await pause(someLooksMs);
    expect(analyses(setup(), namespace, name)).toBe(1);
    const primary = await templateOf(namespace, `${name}-primary`);
    expect(at(primary, "spec", "nodeSelector")).toBeUndefined();
    expect(JSON.stringify(primary)).toContain("podinfo:2");
    expect(JSON.stringify(await templateOf(namespace, name))).toContain("outlive.dev/injected");
  });

  test("holds a release of a DaemonSet that would lose requests until it is fixed", async () => {
    const namespace = await initialized(warn, { sleep: 40, grace: 50 });
    await release(namespace, 2, { sleep: 20, grace: 30 });
    await setup().cluster.reached(namespace, [name], "Waiting");
    await release(namespace, 3, { sleep: 40, grace: 50 });
    await setup().cluster.reached(namespace, [name], "Succeeded");
    expect(JSON.stringify(await templateOf(namespace, `${name}-primary`))).toContain("podinfo:3");
  });
}
