import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { decisiveControllers, installedControllers } from "#load-balancers/controller/installed-controllers.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { DeregistrationQueue } from "#model/workloads/workload-facts.ts";
import { ownerOf } from "#workloads/owner.ts";

/** One RegisterTargets or DeregisterTargets holds at most this many (pkg/targetgroupbinding/targets_manager.go, v3.5). */
const targetsInOneCall = 200;

/**
 * When all Pods of a workload are replaced, the controller makes as many calls to register as to deregister, for each of its target
 * groups; all of them share one rate. The least that it takes: other roll-outs, and changes that come one by one, make more calls.
 */
export function deregistrationQueue(
  workload: Workload,
  targetGroups: readonly TargetGroup[],
  { view, excludedNamespaces }: { readonly view: ClusterView; readonly excludedNamespaces: readonly string[] },
): DeregistrationQueue | undefined {
  const pods = (workload.podPath.length === 0 ? ownerOf(workload, view) : workload)?.rollout?.replicas;
  const groups = targetGroups.filter(({ targetType, bindingGroup }) => targetType === "ip" && bindingGroup !== autoMode).length;
  if (pods === undefined || pods === 0 || groups === 0) return undefined;
  const [controller] = decisiveControllers(installedControllers(view), excludedNamespaces);
  if (controller?.callRate === undefined) return undefined;
  const { perSecond, burst } = controller.callRate;
  const calls = groups * 2 * Math.ceil(pods / targetsInOneCall);
  const waiting = Math.ceil((calls - burst) / perSecond);
  return waiting > 0 ? { calls, seconds: seconds(Math.min(waiting, longestWait)) } : undefined;
}

const autoMode = "eks.amazonaws.com";

/** A throttle that nobody can have meant must not size a sleep without bounds. */
const longestWait = 3600;
