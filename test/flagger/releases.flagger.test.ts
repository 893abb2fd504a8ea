/** Releases of podinfo by the real controller of Flagger, which asks Outlive before each of them. All at once, for the sake of the intervals. */

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { type FlaggerController, startFlaggerController } from "./flagger-controller.ts";
import { canary, deployment, type Hook, ingress, type Podinfo, type Timing } from "./podinfo.ts";
import { makeAllPodsReady } from "./pods.ts";
import { type Releases, releases } from "./releases.ts";

let flagger: FlaggerController;
let webhook: TestWebhook;
let pods: ReturnType<typeof makeAllPodsReady>;
let cluster: Releases;
beforeAll(async () => {
  flagger = await startFlaggerController();
  webhook = await startWebhook({ configuration: { gates: { enabled: true, port: 0 } } });
  pods = makeAllPodsReady();
  cluster = releases();
});
afterAll(async () => {
  await flagger?.stop();
  await pods?.stop();
  await webhook?.stop();
  await cluster?.close();
});

const allTypes = ["confirm-rollout", "pre-rollout", "rollout", "confirm-promotion", "post-rollout", "event", "rollback"];

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

/** Every analysis that began: one for each revision that Flagger scaled up. */
const analyses = (namespace: string, name: string): number =>
  flagger.saidOf(namespace, name).filter((said) => said.startsWith("New revision detected!")).length;

interface Story {
  readonly delay: number;
  readonly timing: Timing;
}

/** With the default policy, S is 5 s longer than the delay and G leaves 5 s for the shutdown. */
const holds: readonly Story[] = [
  { delay: 35, timing: { sleep: 40, grace: 50 } },
  { delay: 60, timing: { sleep: 65, grace: 75 } },
  { delay: 10, timing: { sleep: 20, grace: 30 } },
  { delay: 35, timing: { sleep: 90, grace: 120 } },
];

/** No sleep, one shorter than the delay, one that uses up the grace period, one that ends with the delay, one shorter than propagation. */
const fails: readonly Story[] = [
  { delay: 35, timing: { grace: 30 } },
  { delay: 35, timing: { sleep: 10, grace: 30 } },
  { delay: 35, timing: { sleep: 40, grace: 40 } },
  { delay: 60, timing: { sleep: 60, grace: 90 } },
  { delay: 1, timing: { sleep: 5, grace: 30 } },
];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

interface Given {
  readonly name: string;
  readonly canary: string;
  readonly story: Story;
  readonly hooks: readonly Hook[];
  readonly threshold?: number;
}

/** Every third Canary says nothing more, every third has metadata of its own, every third names the workload; every second has another name than its Deployment. */
function named(index: number, name: string, types: readonly string[]): Pick<Given, "name" | "canary" | "hooks"> {
  const metadata = pick([undefined, { gate: "outlive" }, { workload: `Deployment/${name}` }], index);
  return {
    name,
    canary: index % 2 === 0 ? name : `release-of-${name}`,
    hooks: types.map((type) => (metadata === undefined ? { type } : { type, metadata })),
  };
}

const podinfo = (namespace: string, name: string, tag: number, timing: Timing): Podinfo => ({
  namespace,
  name,
  image: `podinfo:${tag}`,
  timing,
});

/** Deployments whose timings hold, with their routes and Canaries, once Flagger has made the primaries. */
async function initialized(namespace: string, all: readonly Given[], gatesPort = webhook.gatesPort): Promise<void> {
  await webhook.apply(
    ...all.flatMap(({ name, story }) => [
      deployment(podinfo(namespace, name, 1, fixed(story).timing)),
      ingress(namespace, name, story.delay),
    ]),
    ...all.map(({ name, canary: called, hooks, threshold }) =>
      canary({ namespace, name: called, target: name, gatesPort, hooks, ...(threshold === undefined ? {} : { threshold }) }),
    ),
  );
  await cluster.reached(
    namespace,
    all.map((each) => each.canary),
    "Initialized",
  );
}

const fixed = ({ delay }: Story): Story => ({ delay, timing: { sleep: delay + 30, grace: delay + 60 } });

const releaseAll = (namespace: string, all: readonly Given[], tag: number, story: (given: Given) => Story): Promise<unknown> =>
  Promise.all(all.map((each) => cluster.release(podinfo(namespace, each.name, tag, story(each).timing))));

const primaryImages = (namespace: string, all: readonly Given[]): Promise<readonly string[]> =>
  Promise.all(all.map(({ name }) => cluster.image(namespace, `${name}-primary`)));

const warn = { "outlive.dev/mode": "warn" };

describe.concurrent("Flagger", () => {
  test("promotes twenty healthy releases without a halt", async () => {
    const namespace = await webhook.namespace(warn);
    const all = range(20).map((index) => ({
      ...named(index, `podinfo-${index}`, allTypes),
      story: pick(holds, index),
      threshold: 1,
    }));
    await initialized(namespace, all);
    await releaseAll(namespace, all, 2, ({ story }) => story);
    await cluster.reached(
      namespace,
      all.map((each) => each.canary),
      "Succeeded",
    );
    expect(new Set(await primaryImages(namespace, all))).toEqual(new Set(["podinfo:2"]));
    const said = all.map((each) => flagger.saidOf(namespace, each.canary));
    expect(said.flat().filter((line) => line.startsWith("Halt") || line.startsWith("Rolling back"))).toEqual([]);
    expect(said.filter((lines) => lines.some((line) => line.startsWith("Confirm-rollout check outlive")))).toHaveLength(20);
    expect(all.map((each) => analyses(namespace, each.canary))).toEqual(range(20).map(() => 1));
  });

  test("halts twenty broken ones, says why in an Event where it can, and promotes them once they are fixed", async () => {
    const namespace = await webhook.namespace(warn);
    const all = range(20).map((index) => ({
      ...named(index, `podinfo-${index}`, [index < 10 ? "confirm-rollout" : "pre-rollout", "rollback"]),
      story: pick(fails, index),
    }));
    const waiting = all.slice(0, 10);
    const halting = all.slice(10);
    const names = (some: readonly Given[]): readonly string[] => some.map((each) => each.canary);
    await initialized(namespace, all);
    await releaseAll(namespace, all, 2, ({ story }) => story);
    await cluster.reached(namespace, names(waiting), "Waiting");
    await cluster.reached(namespace, names(halting), "Progressing");
    const halted = async (each: Given): Promise<boolean> =>
      (await cluster.warnings(namespace, each.canary)).some((said) =>
        said.includes("pre-rollout check outlive pre-rollout failed"),
      );
    for (const each of halting) await webhook.until(() => halted(each), `${each.canary} to be halted`);
    // Two more intervals change nothing.
    const counted = (): number =>
      halting.flatMap((each) => flagger.saidOf(namespace, each.canary)).filter((line) => line.startsWith("Halt")).length;
    const before = counted();
    while (counted() < before + 2 * halting.length) await pause(1_000);
    for (const each of halting) {
      const said = await cluster.warnings(namespace, each.canary);
      const finding = new RegExp(`Deployment ${namespace}/${each.name}[: ].*Fix: .*\\((prestop|grace)-`);
      expect(said.filter((line) => finding.test(line))).not.toEqual([]);
      expect(said.join(" ")).not.toContain("-primary");
    }
    expect(new Set(await primaryImages(namespace, all))).toEqual(new Set(["podinfo:1"]));
    expect(waiting.map((each) => analyses(namespace, each.canary))).toEqual(waiting.map(() => 0));

    await releaseAll(namespace, all, 3, ({ story }) => fixed(story));
    await cluster.reached(namespace, names(all), "Succeeded");
    expect(new Set(await primaryImages(namespace, all))).toEqual(new Set(["podinfo:3"]));
    const said = all.flatMap((each) => flagger.saidOf(namespace, each.canary));
    expect(said.filter((line) => line.startsWith("Rolling back"))).toEqual([]);
    expect(said.filter((line) => line.includes("not signaling a rollback"))).not.toEqual([]);
  });
});
