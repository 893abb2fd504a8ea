import type { Release } from "./releases/release.ts";
import type { Scene } from "./scene.ts";

export interface Scenario {
  readonly name: string;
  readonly replicas: number;
  /** It changes nodes, so nothing else may run meanwhile. */
  readonly alone: boolean;
  /** A Deployment where nothing is said. */
  readonly release?: Release;
  /** It waits long enough by itself: nothing is lost without Outlive either. */
  readonly harmless?: true;
  /** Everything up to the moment at which no Pod is terminating any more. */
  readonly act: (scene: Scene) => Promise<void>;
}

export const scenarios: readonly Scenario[] = [
  {
    name: "roll-out",
    replicas: 4,
    alone: false,
    act: async (scene) => {
      await scene.kubectl("rollout", "restart", "deployment/shop");
      await scene.kubectl("rollout", "status", "deployment/shop", "--timeout=300s");
    },
  },
  {
    name: "scale-in",
    replicas: 4,
    alone: false,
    act: (scene) => scene.scale("shop", "stable", 2),
  },
  {
    name: "eviction",
    replicas: 3,
    alone: false,
    act: async (scene) => {
      const [pod = ""] = await scene.pods();
      await scene.evict(pod);
    },
  },
  {
    name: "node drain",
    replicas: 4,
    alone: true,
    act: async (scene) => {
      const node = scene.nodes.at(-1) ?? "";
      try {
        await scene.kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=300s");
        await scene.noneTerminating();
      } finally {
        await scene.kubectl("uncordon", node);
      }
    },
  },
  {
    name: "liveness restart",
    replicas: 2,
    alone: false,
    act: async (scene) => {
      const [pod = ""] = await scene.pods();
      await scene.breakLiveness(pod);
      await scene.until(async () => (await scene.restarts(pod)) > 0, `${pod} to be restarted`);
      await scene.kubectl("wait", `pod/${pod}`, "--for=condition=Ready", "--timeout=60s");
    },
  },
  {
    name: "label switch",
    replicas: 2,
    alone: false,
    act: async (scene) => {
      await scene.deploy({ name: "shop-next", track: "next" });
      await scene.kubectl("rollout", "status", "deployment/shop-next", "--timeout=300s");
      await scene.kubectl("patch", "service/shop", "--type=merge", "-p", '{"spec":{"selector":{"app":"shop","track":"next"}}}');
      await scene.scale("shop", "stable", 0);
    },
  },
];
