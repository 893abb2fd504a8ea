/** What a threshold of one does, and what a gate does that cannot know. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { fails, holds, pick } from "../support/release-stories.ts";
import { startUnsyncedOutlive } from "../support/unsynced-outlive.ts";
import { initialized, named, primaryImages, releaseAll, type Setup, warn } from "./setup.ts";

export function heldOrRolledBack(setup: () => Setup): void {
  test("rolls back where the threshold is one, with the finding in an Event", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const all = [{ ...named(0, "podinfo", ["pre-rollout", "post-rollout"]), story: pick(fails, 0), threshold: 1 }];
    await initialized(setup(), namespace, all);
    await releaseAll(setup(), namespace, all, 2);
    await setup().cluster.reached(namespace, ["podinfo"], "Failed");
    expect((await setup().cluster.warnings(namespace, "podinfo")).join(" ")).toContain("(prestop-");
    expect(await primaryImages(setup(), namespace, all)).toEqual(["podinfo:1"]);
  });

  test("neither rolls back nor promotes while Outlive cannot know, and goes on once it does", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const outlive = await startUnsyncedOutlive();
    try {
      const threshold = 1;
      const [held, late, wrong] = [
        { ...named(1, "held", ["confirm-rollout", "rollback"]), story: pick(holds, 0), threshold },
        { ...named(3, "late", ["pre-rollout", "rollout", "confirm-promotion", "rollback"]), story: pick(holds, 1), threshold },
        { ...named(5, "wrong", ["confirm-rollout", "rollback"]), story: pick(fails, 1), threshold },
      ] as const;
      const all = [held, late, wrong];
      await initialized(setup(), namespace, all, outlive.gatesPort);
      await releaseAll(setup(), namespace, all, 2);
      await setup().cluster.reached(namespace, [held.canary, wrong.canary], "Waiting");
      await setup().cluster.reached(namespace, [late.canary], "WaitingPromotion");
      await pause(30_000);
      expect(await primaryImages(setup(), namespace, all)).toEqual(all.map(() => "podinfo:1"));
      await outlive.letIn();
      await setup().cluster.reached(namespace, [held.canary, late.canary], "Succeeded");
      expect((await setup().cluster.phases(namespace)).get(wrong.canary)).toBe("Waiting");
      const said = all.flatMap((each) => setup().flagger.saidOf(namespace, each.canary));
      expect(said.filter((line) => line.startsWith("Rolling back") || line.startsWith("Canary failed"))).toEqual([]);
    } finally {
      await outlive.stop();
    }
  });
}
