/** The web metric, by the template of deploy/. */

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { fails, fixed, holds, pick, range, type Story, type Timing } from "../support/release-stories.ts";
import { startUnsyncedOutlive } from "../support/unsynced-outlive.ts";
import { type GateSetup, healthy } from "./gate-setup.ts";
import { blueGreen, canary, gated, webTemplate } from "./gated-rollouts.ts";

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

const names = (all: readonly Given[]): readonly string[] => all.map(({ name }) => name);

/** The first revision of each, which is never analysed. */
async function started(
  { webhook, cluster }: GateSetup,
  namespace: string,
  all: readonly Given[],
  gatesPort = webhook.gatesPort,
): Promise<void> {
  await webhook.apply(
    webTemplate(namespace, gatesPort),
    ...all.flatMap(({ name, strategy, story }) => gated({ namespace, name, strategy }, story.delay, fixed(story).timing)),
  );
  await cluster.until(namespace, names(all), healthy, "healthy at first");
}

const releaseAll = (
  { cluster }: GateSetup,
  namespace: string,
  all: readonly Given[],
  tag: number,
  story: (given: Given) => Timing,
): Promise<unknown> => Promise.all(all.map((each) => cluster.release(namespace, each.name, tag, story(each))));

const warn = { "outlive.dev/mode": "warn" };

export function webMetric(setup: () => GateSetup): void {
  test("goes on with twenty healthy releases", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const all = twenty(holds);
    await started(setup(), namespace, all);
    await releaseAll(setup(), namespace, all, 2, ({ story }) => story.timing);
    await setup().cluster.until(namespace, names(all), healthy, "healthy after the release");
    const runs = await setup().cluster.runs(namespace);
    expect(names(all).map((name) => runs.get(name)?.phase)).toEqual(range(20).map(() => "Successful"));
  });

  test("aborts twenty broken ones, and the AnalysisRun says why", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const all = twenty(fails);
    await started(setup(), namespace, all);
    await releaseAll(setup(), namespace, all, 2, ({ story }) => story.timing);
    await setup().cluster.until(namespace, names(all), ({ aborted }) => aborted, "aborted");
    const runs = await setup().cluster.runs(namespace);
    for (const { name } of all) {
      expect([name, runs.get(name)?.phase]).toEqual([name, "Failed"]);
      const { message } = JSON.parse(runs.get(name)?.values[0] ?? "{}") as { readonly message?: string };
      expect(message).toMatch(new RegExp(`^Rollout ${namespace}/${name}[: ].*Fix: `));
    }
    expect([...(await setup().cluster.rollouts(namespace)).values()].filter(({ stable }) => stable)).toEqual([]);
    await releaseAll(setup(), namespace, all, 3, ({ story }) => fixed(story).timing);
    await setup().cluster.until(namespace, names(all), healthy, "healthy once fixed");
  });

  test("is held, and never aborts, while Outlive cannot know, and goes on once it does", async () => {
    const namespace = await setup().webhook.namespace(warn);
    const outlive = await startUnsyncedOutlive();
    try {
      const all = twenty(holds).slice(0, 2);
      const [wrong] = twenty(fails).slice(2, 3) as [Given];
      await started(setup(), namespace, [...all, wrong], outlive.gatesPort);
      await releaseAll(setup(), namespace, [...all, wrong], 2, ({ story }) => story.timing);
      // More than the five errors in a row by which an AnalysisRun ends unless its template says otherwise.
      const errors = async (): Promise<readonly number[]> => {
        const runs = await setup().cluster.runs(namespace);
        return names([...all, wrong]).map((name) => runs.get(name)?.errors ?? 0);
      };
      while (Math.min(...(await errors())) < 7) await pause(1_000);
      const states = [...(await setup().cluster.rollouts(namespace)).values()];
      expect(states.map(({ aborted, stable }) => [aborted, stable])).toEqual(states.map(() => [false, false]));
      await outlive.letIn();
      await setup().cluster.until(namespace, names(all), healthy, "healthy once the cluster has been read");
      await setup().cluster.until(namespace, [wrong.name], ({ aborted }) => aborted, "aborted for its timing");
    } finally {
      await outlive.stop();
    }
  });
}
