/** What every story of a gated Rollout needs: the controller, Outlive with its gates, and Pods that become ready. */

import { makeAllPodsReady } from "../support/pods-without-nodes.ts";
import { sharedPlane } from "../support/shared-plane.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { type Analyses, analyses, type RolloutState } from "./analyses.ts";
import { startRolloutsController } from "./rollouts-controller.ts";

export interface GateSetup {
  readonly webhook: TestWebhook;
  readonly cluster: Analyses;
  readonly stop: () => Promise<void>;
}

export async function startGateSetup(): Promise<GateSetup> {
  const controller = await startRolloutsController(sharedPlane());
  const webhook = await startWebhook({ configuration: { gates: { enabled: true, port: 0 } } });
  const pods = makeAllPodsReady();
  const cluster = analyses();
  return {
    webhook,
    cluster,
    stop: async () => {
      await controller.stop();
      await pods.stop();
      await webhook.stop();
      await cluster.close();
    },
  };
}

export const healthy = ({ phase, stable }: RolloutState): boolean => phase === "Healthy" && stable;
