/** What every story of Flagger needs: the controller, Outlive with its gates, and Pods that become ready. */

import { makeAllPodsReady } from "../support/pods-without-nodes.ts";
import { fixed, pick, type Story, type Timing } from "../support/release-stories.ts";
import { sharedPlane } from "../support/shared-plane.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { type FlaggerController, startFlaggerController } from "./flagger-controller.ts";
import { canary, deployment, type Hook, ingress, type Podinfo } from "./podinfo.ts";
import { type Releases, releases } from "./releases.ts";

export interface Setup {
  readonly flagger: FlaggerController;
  readonly webhook: TestWebhook;
  readonly cluster: Releases;
  readonly stop: () => Promise<void>;
}

export async function startSetup(): Promise<Setup> {
  const flagger = await startFlaggerController(sharedPlane());
  // As a command, for the sake of Flagger 1.36: it drops the native action.
  const webhook = await startWebhook({ configuration: { gates: { enabled: true, port: 0 }, sleepAction: "exec" } });
  const pods = makeAllPodsReady();
  const cluster = releases();
  return {
    flagger,
    webhook,
    cluster,
    stop: async () => {
      await flagger.stop();
      await pods.stop();
      await webhook.stop();
      await cluster.close();
    },
  };
}

export const allTypes = [
  "confirm-rollout",
  "pre-rollout",
  "rollout",
  "confirm-promotion",
  "post-rollout",
  "event",
  "rollback",
] as const;

export const warn = { "outlive.dev/mode": "warn" };

export interface Given {
  readonly name: string;
  readonly canary: string;
  readonly story: Story;
  readonly hooks: readonly Hook[];
  readonly threshold?: number;
}

/** Every third Canary says nothing more, every third has metadata of its own, every third names the workload; every second has another name than its Deployment. */
export function named(index: number, name: string, types: readonly string[]): Pick<Given, "name" | "canary" | "hooks"> {
  const metadata = pick([undefined, { gate: "outlive" }, { workload: `Deployment/${name}` }], index);
  return {
    name,
    canary: index % 2 === 0 ? name : `release-of-${name}`,
    hooks: types.map((type) => (metadata === undefined ? { type } : { type, metadata })),
  };
}

export const canaries = (all: readonly Given[]): readonly string[] => all.map((each) => each.canary);

export const podinfo = (namespace: string, name: string, tag: number, timing: Timing): Podinfo => ({
  namespace,
  name,
  image: `podinfo:${tag}`,
  timing,
});

/** Deployments whose timings hold, with their routes and Canaries, once Flagger has made the primaries. */
export async function initialized(
  { webhook, cluster }: Setup,
  namespace: string,
  all: readonly Given[],
  gatesPort = webhook.gatesPort,
): Promise<void> {
  await webhook.apply(
    ...all.flatMap(({ name, story }) => [
      deployment(podinfo(namespace, name, 1, fixed(story).timing)),
      ingress(namespace, name, story.delay),
    ]),
    ...all.map(({ name, canary: called, hooks, threshold }) =>
      canary({ namespace, name: called, target: name, gatesPort, hooks, ...(threshold === undefined ? {} : { threshold }) }),
    ),
  );
  await cluster.reached(namespace, canaries(all), "Initialized");
}

export const releaseAll = (
  { cluster }: Setup,
  namespace: string,
  all: readonly Given[],
  tag: number,
  story: (given: Given) => Story = (given) => given.story,
): Promise<unknown> => Promise.all(all.map((each) => cluster.release(podinfo(namespace, each.name, tag, story(each).timing))));

export const primaryImages = ({ cluster }: Setup, namespace: string, all: readonly Given[]): Promise<readonly string[]> =>
  Promise.all(all.map(({ name }) => cluster.image(namespace, `${name}-primary`)));

/** Every analysis that began, or began again; where a hook before it is refused, it does so at each interval. */
export const analyses = ({ flagger }: Setup, namespace: string, name: string): number =>
  flagger.saidOf(namespace, name).filter((said) => said.startsWith("Starting canary analysis")).length;
