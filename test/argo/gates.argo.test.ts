/** Releases by the real controller of Argo Rollouts, which asks Outlive by the AnalysisTemplates of deploy/. */

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAllPodsReady } from "../support/pods-without-nodes.ts";
import { fails, fixed, holds, pick, range, type Story, type Timing } from "../support/release-stories.ts";
import { sharedPlane } from "../support/shared-plane.ts";
import { startUnsyncedOutlive } from "../support/unsynced-outlive.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { type Analyses, analyses, type RolloutState } from "./analyses.ts";
import { blueGreen, canary, gated, webTemplate } from "./gated-rollouts.ts";
import { type RolloutsController, startRolloutsController } from "./rollouts-controller.ts";

let controller: RolloutsController;
let webhook: TestWebhook;
let pods: ReturnType<typeof makeAllPodsReady>;
let cluster: Analyses;
beforeAll(async () => {
  controller = await startRolloutsController(sharedPlane());
  webhook = await startWebhook({ configuration: { gates: { enabled: true, port: 0 } } });
  pods = makeAllPodsReady();
  cluster = analyses();
});
afterAll(async () => {
  await controller?.stop();
  await pods?.stop();
  await webhook?.stop();
  await cluster?.close();
});

interface Given {
  readonly name: string;
  readonly strategy: object;
  readonly story: Story;
}

/** Half of them blue/green with the analysis before the promotion, half canaries with it as their first step. */
const twenty = (stories: readonly Story[], template = "outlive"): readonly Given[] =>
  range(20).map((index) => {
    const name = `shop-${index}`;
    const strategy = index % 2 === 0 ? blueGreen(name, template) : canary(name, template);
    return { name, strategy, story: pick(stories, Math.floor(index / 2)) };
  });

const healthy = ({ phase, stable }: RolloutState): boolean => phase === "Healthy" && stable;
const names = (all: readonly Given[]): readonly string[] => all.map(({ name }) => name);

/** The first revision of each, which is never analysed. */
async function started(namespace: string, all: readonly Given[], gatesPort = webhook.gatesPort): Promise<void> {
  await webhook.apply(
    webTemplate(namespace, gatesPort),
    ...all.flatMap(({ name, strategy, story }) => gated({ namespace, name, strategy }, story.delay, fixed(story).timing)),
  );
  await cluster.until(namespace, names(all), healthy, "healthy at first");
}

const releaseAll = (namespace: string, all: readonly Given[], tag: number, story: (given: Given) => Timing): Promise<unknown> =>
  Promise.all(all.map((each) => cluster.release(namespace, each.name, tag, story(each))));

const warn = { "outlive.dev/mode": "warn" };

describe.concurrent("Argo Rollouts with the web metric", () => {
  test("goes on with twenty healthy releases", async () => {
    const namespace = await webhook.namespace(warn);
    const all = twenty(holds);
    await started(namespace, all);
    await releaseAll(namespace, all, 2, ({ story }) => story.timing);
    await cluster.until(namespace, names(all), healthy, "healthy after the release");
    const runs = await cluster.runs(namespace);
    expect(names(all).map((name) => runs.get(name)?.phase)).toEqual(range(20).map(() => "Successful"));
  });

  test("aborts twenty broken ones, and the AnalysisRun says why", async () => {
    const namespace = await webhook.namespace(warn);
    const all = twenty(fails);
    await started(namespace, all);
    await releaseAll(namespace, all, 2, ({ story }) => story.timing);
    await cluster.until(namespace, names(all), ({ aborted }) => aborted, "aborted");
    const runs = await cluster.runs(namespace);
    for (const { name } of all) {
      expect([name, runs.get(name)?.phase]).toEqual([name, "Failed"]);
      const { message } = JSON.parse(runs.get(name)?.values[0] ?? "{}") as { readonly message?: string };
      expect(message).toMatch(new RegExp(`^Rollout ${namespace}/${name}[: ].*Fix: `));
    }
    expect([...(await cluster.rollouts(namespace)).values()].filter(({ stable }) => stable)).toEqual([]);
    await releaseAll(namespace, all, 3, ({ story }) => fixed(story).timing);
    await cluster.until(namespace, names(all), healthy, "healthy once fixed");
  });

  test("is held, and never aborts, while Outlive cannot know, and goes on once it does", async () => {
    const namespace = await webhook.namespace(warn);
    const outlive = await startUnsyncedOutlive();
    try {
      const all = twenty(holds).slice(0, 2);
      const [wrong] = twenty(fails).slice(2, 3) as [Given];
      await started(namespace, [...all, wrong], outlive.gatesPort);
      await releaseAll(namespace, [...all, wrong], 2, ({ story }) => story.timing);
      // More than the five errors in a row by which an AnalysisRun ends unless its template says otherwise.
      const errors = async (): Promise<readonly number[]> => {
        const runs = await cluster.runs(namespace);
        return names([...all, wrong]).map((name) => runs.get(name)?.errors ?? 0);
      };
      while (Math.min(...(await errors())) < 7) await pause(1_000);
      const states = [...(await cluster.rollouts(namespace)).values()];
      expect(states.map(({ aborted, stable }) => [aborted, stable])).toEqual(states.map(() => [false, false]));
      await outlive.letIn();
      await cluster.until(namespace, names(all), healthy, "healthy once the cluster has been read");
      await cluster.until(namespace, [wrong.name], ({ aborted }) => aborted, "aborted for its timing");
    } finally {
      await outlive.stop();
    }
  });
});
