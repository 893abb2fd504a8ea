import { type SampleGiven, workloadOf } from "../../sample/manifests.ts";
import type { ProofPace } from "../pace.ts";
import type { Scene } from "../scene.ts";

/** A controller that has to run beside the cluster for a release. */
export type ReleaseController = "argo-rollouts" | "flagger";

export interface ReleaseGiven {
  readonly sample: SampleGiven;
  readonly pace: ProofPace;
  /** Where Outlive's gate listens; undefined without Outlive. */
  readonly gateUrl: string | undefined;
}

/** How an application comes into a namespace, and which Pods take its traffic. */
export interface Release {
  readonly controller?: ReleaseController;
  /** Selects the Pods behind the load balancer. */
  readonly pods: string;
  /** Everything up to the moment at which as many of them are ready as were asked for. */
  readonly first: (scene: Scene, given: ReleaseGiven) => Promise<void>;
}

export const byDeployment: Release = {
  pods: "app=shop",
  first: async (scene, { sample }) => {
    await scene.apply(...workloadOf(sample));
    await scene.kubectl("rollout", "status", "deployment/shop", "--timeout=300s");
  },
};
