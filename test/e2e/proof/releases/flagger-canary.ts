import { type SampleGiven, workloadOf } from "../../sample/manifests.ts";
import type { Scenario } from "../scenarios.ts";
import { newTemplate } from "./new-template.ts";
import type { Release } from "./release.ts";

/**
 * A Canary of a Deployment behind an Ingress, as Flagger serves one on EKS: provider `kubernetes`, which moves no weights, so that what
 * takes the traffic is `shop-primary`.
 */
const canary: Release = {
  controller: "flagger",
  pods: "app=shop-primary",
  first: async (scene, { sample, gateUrl }) => {
    await scene.apply(...workloadOf(sample), canaryOf(sample, gateUrl));
    await scene.until(async () => (await phase(scene)) === "Initialized", "Flagger to make the primary");
    // Flagger makes its Pods before the Service selects them, so the first ones belong to no target group yet (docs/gates.md).
    await scene.kubectl("rollout", "restart", "deployment/shop-primary");
    await scene.kubectl("rollout", "status", "deployment/shop-primary", "--timeout=300s");
    await scene.noneTerminating();
  },
};

const canaryOf = ({ namespace }: SampleGiven, gateUrl: string | undefined): object => ({
  apiVersion: "flagger.app/v1beta1",
  kind: "Canary",
  metadata: { name: "shop", namespace },
  spec: {
    provider: "kubernetes",
    targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
    progressDeadlineSeconds: 240,
    service: { port: 80, targetPort: "http" },
    analysis: {
      // The shortest that Flagger allows.
      interval: "10s",
      threshold: 3,
      iterations: 1,
      webhooks: gateUrl === undefined ? [] : [{ name: "outlive", type: "pre-rollout", url: `${gateUrl}/flagger/pre-rollout` }],
    },
  },
});

const phase = (scene: Parameters<Scenario["act"]>[0]): Promise<string> =>
  scene.kubectl("get", "canary/shop", "-o", "jsonpath={.status.phase}");

export const flaggerScenarios: readonly Scenario[] = [
  {
    name: "canary by Flagger",
    replicas: 4,
    alone: false,
    release: canary,
    act: async (scene) => {
      await scene.kubectl("patch", "deployment/shop", "--type=json", "-p", newTemplate);
      await scene.until(async () => (await phase(scene)) === "Succeeded", "Flagger to promote the release");
      await scene.until(async () => (await scene.pods("app=shop")).length === 0, "the canary to be scaled down");
    },
  },
];
