import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { goFlags } from "#load-balancers/controller/go-flags.ts";
import { seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { NodeBound } from "#model/nodes/node-group.ts";

/** Of Cluster Autoscaler, where nothing is set (cluster-autoscaler 1.34, config/autoscaling_options). */
const shipped = 600;

const flag = "max-graceful-termination-sec";

/**
 * Cluster Autoscaler evicts with the Pod's grace period, but with no more than this. `--drain-priority-config` takes the place of the
 * one number, and then nothing is said. One in a namespace that Outlive leaves alone counts before one that anybody may have made.
 */
export function autoscalerBounds(view: ClusterView, excludedNamespaces: readonly string[]): readonly NodeBound[] {
  const found = view.indexed("Deployment", "program", "cluster-autoscaler", { uncounted: true });
  const all = found.filter(({ rollout }) => rollout?.replicas !== 0);
  const trusted = all.filter(({ ref }) => excludedNamespaces.includes(ref.namespace ?? ""));
  const [autoscaler] = trusted.length > 0 ? trusted : all;
  if (autoscaler?.program === undefined) return [];
  const flags = goFlags(autoscaler.program.arguments, new Set());
  if (flags.has("drain-priority-config")) return [];
  const given = flags.get(flag)?.at(-1);
  const limit = given !== undefined && /^\d{1,7}$/.test(given) ? Number(given) : shipped;
  return [{ end: "scale-down", seconds: seconds(limit), source: fromObject(autoscaler.ref, `--${flag}`) }];
}
