import type { Cluster } from "./scene.ts";

/** A cluster whose Pods run for real and can be reached from this process, with the images that the runs need. */
export interface ProofCluster extends Cluster {
  /** `image` of the chart's values. */
  readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: "Never" };
  /** Removes everything that the start has made. */
  readonly stop: () => Promise<void>;
}

export type Say = (line: string) => void;
