/** One of Flux's controllers over the shared cluster, with what it reads its sources from. */

import type { Cluster } from "../cluster.ts";
import { type Artifacts, startArtifacts } from "./artifacts.ts";
import { startFluxControllers } from "./controllers.ts";

export interface Flux {
  readonly publish: Artifacts["publish"];
  readonly stop: () => Promise<void>;
}

export async function startFlux(cluster: Cluster, controller: "helm-controller" | "kustomize-controller"): Promise<Flux> {
  const artifacts = await startArtifacts(cluster);
  try {
    const controllers = await startFluxControllers([controller]);
    return {
      publish: artifacts.publish,
      stop: async () => {
        await controllers.stop();
        await artifacts.stop();
      },
    };
  } catch (error) {
    await artifacts.stop();
    throw error;
  }
}
