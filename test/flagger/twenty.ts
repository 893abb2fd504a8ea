/** Twenty releases that lose nothing and twenty that do, all of them side by side for the sake of the intervals. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { fails, fixed, holds, pick, range } from "../support/release-stories.ts";
import {
  allTypes,
  analyses,
  canaries,
  type Given,
  initialized,
  named,
  primaryImages,
  releaseAll,
  type Setup,
  warn,
} from "./setup.ts";

export function twentyOfEach(setup: () => Setup): void {
  test("promotes twenty healthy releases without a halt", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const all = range(20).map((index) => ({
      ...named(index, `podinfo-${index}`, allTypes),
      story: pick(holds, index),
      threshold: 1,
    }));
    await initialized(setup(), namespace, all);
    await releaseAll(setup(), namespace, all, 2);
    await setup().cluster.reached(namespace, canaries(all), "Succeeded");
    expect(new Set(await primaryImages(setup(), namespace, all))).toEqual(new Set(["podinfo:2"]));
    const said = all.map((each) => setup().flagger.saidOf(namespace, each.canary));
    expect(said.flat().filter((line) => line.startsWith("Halt") || line.startsWith("Rolling back"))).toEqual([]);
    expect(said.filter((lines) => lines.some((line) => line.startsWith("Confirm-rollout check outlive")))).toHaveLength(20);
    expect(all.map((each) => analyses(setup(), namespace, each.canary))).toEqual(range(20).map(() => 1));
  });

  test("halts twenty broken ones, says why in an Event where it can, and promotes them once they are fixed", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const all = range(20).map((index) => ({
      ...named(index, `podinfo-${index}`, [index < 10 ? "confirm-rollout" : "pre-rollout", "rollback"]),
      story: pick(fails, index),
    }));
    const waiting = all.slice(0, 10);
    const halting = all.slice(10);
    const names = (some: readonly Given[]): readonly string[] => some.map((each) => each.canary);
    await initialized(setup(), namespace, all);
    await releaseAll(setup(), namespace, all, 2);
    await setup().cluster.reached(namespace, names(waiting), "Waiting");
    await setup().cluster.reached(namespace, names(halting), "Progressing");
    const halted = async (each: Given): Promise<boolean> =>
      (await setup().cluster.warnings(namespace, each.canary)).some((said) =>
        said.includes("pre-rollout check outlive pre-rollout failed"),
      );
    for (const each of halting) await setup().webhook.until(() => halted(each), `${each.canary} to be halted`);
    // Two more intervals change nothing.
    const counted = (): number =>
      halting.flatMap((each) => setup().flagger.saidOf(namespace, each.canary)).filter((line) => line.startsWith("Halt")).length;
    const before = counted();
    while (counted() < before + 2 * halting.length) await pause(1_000);
    for (const each of halting) {
      const said = await setup().cluster.warnings(namespace, each.canary);
      const finding = new RegExp(`Deployment ${namespace}/${each.name}[: ].*Fix: .*\\((prestop|grace)-`);
      expect(said.filter((line) => finding.test(line))).not.toEqual([]);
      expect(said.filter((line) => finding.test(line) && line.includes("-primary"))).toEqual([]);
    }
    expect(new Set(await primaryImages(setup(), namespace, all))).toEqual(new Set(["podinfo:1"]));
    expect(waiting.map((each) => analyses(setup(), namespace, each.canary))).toEqual(waiting.map(() => 0));

    await releaseAll(setup(), namespace, all, 3, ({ story }) => fixed(story));
    await setup().cluster.reached(namespace, names(all), "Succeeded");
    expect(new Set(await primaryImages(setup(), namespace, all))).toEqual(new Set(["podinfo:3"]));
    const said = all.flatMap((each) => setup().flagger.saidOf(namespace, each.canary));
    expect(said.filter((line) => line.startsWith("Rolling back"))).toEqual([]);
    expect(said.filter((line) => line.includes("not signaling a rollback"))).not.toEqual([]);
  });
}
