import { versionHas } from "#model/kubernetes/version-facts.ts";
import type { ClusterView } from "./cluster-view.ts";

/** A version that cannot be read, or is not known yet, counts as current. */
export const runsNativeSleep = (version: string): boolean => versionHas("nativeSleep", version);

/** The lowest of the API server and all nodes decides: a Pod may be scheduled to any of them. Costs no more on more nodes. */
export const nativeSleepEverywhere = (view: ClusterView, serverVersion: string | undefined): boolean =>
  runsNativeSleep(serverVersion ?? "") && view.indexed("Node", "nativeSleep", "no").length === 0;
