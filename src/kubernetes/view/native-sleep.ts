import type { ClusterView } from "./cluster-view.ts";

/** The gate PodLifecycleSleepAction is on from 1.30; a server of 1.29 drops the hook, a kubelet of 1.29 does not wait (KEP-3960). */
const firstMinor = 30;

/** A version that cannot be read, or is not known yet, counts as current. */
export function runsNativeSleep(version: string): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || Number(major) > 1 || Number(minor) >= firstMinor;
}

/** The lowest of the API server and all nodes decides: a Pod may be scheduled to any of them. Costs no more on more nodes. */
export const nativeSleepEverywhere = (view: ClusterView, serverVersion: string | undefined): boolean =>
  runsNativeSleep(serverVersion ?? "") && view.indexed("Node", "nativeSleep", "no").length === 0;
