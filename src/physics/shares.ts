import type { Target } from "./target.ts";
import type { LoadBalancerNode, Traffic } from "./traffic.ts";

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * When a node sends requests to a target, by preference: all of them go to the targets of the first tier that has any. A load balancer
 * that sees no healthy target fails open to those that are draining.
 */
export function tiersOf(target: Target, { lag }: LoadBalancerNode, { keptConnections }: Traffic): readonly Stretch[] {
  const { healthyFrom, deregisteredAt, deregistrationDelay, down } = target;
  const known = deregisteredAt + lag;
  const listedUntil = Math.max(known, deregisteredAt + deregistrationDelay);
  const seen = [
    { from: healthyFrom, to: known },
    { from: known, to: listedUntil },
  ];
  return keptConnections ? [{ from: healthyFrom, to: Math.min(down.from, listedUntil) }, ...seen] : seen;
}

/** How many requests one node has sent to each single Pod of a tier since the load began. */
export interface Shares {
  /** Requests to one Pod that is in `tier` all the time between the two moments. */
  readonly between: (tier: number, from: number, to: number) => number;
  /** Requests for which there was no target at all. */
  readonly withoutTarget: number;
}

interface Change {
  readonly at: number;
  readonly tier: number;
  readonly pods: number;
}

/** n log n in the number of targets. */
export function sharesOf(targets: readonly Target[], node: LoadBalancerNode, traffic: Traffic): Shares {
  const { from, to, rate } = traffic;
  const changes: Change[] = targets.flatMap((target) =>
    tiersOf(target, node, traffic).flatMap((stretch, tier) => {
      const { pods } = target;
      const [begins, ends] = [Math.max(stretch.from, from), Math.min(stretch.to, to)];
      return begins < ends
        ? [
            { at: begins, tier, pods },
            { at: ends, tier, pods: -pods },
          ]
        : [];
    }),
  );
  changes.push({ at: to, tier: 0, pods: 0 });
  changes.sort((a, b) => a.at - b.at);

  const tierCount = traffic.keptConnections ? 3 : 2;
  const present = Array.from({ length: tierCount }, () => 0);
  const moments = [from];
  const sums = present.map(() => [0]);
  let withoutTarget = 0;
  let now = from;
  for (const { at, tier, pods } of changes) {
    if (at > now) {
      const requests = rate * node.share * (at - now);
      const taking = present.findIndex((count) => count > 0);
      if (taking < 0) withoutTarget += requests;
      sums.forEach((sum, each) => {
        const before = sum.at(-1) ?? 0;
        sum.push(each === taking ? before + requests / (present[each] ?? 1) : before);
      });
      moments.push(at);
      now = at;
    }
    present[tier] = (present[tier] ?? 0) + pods;
  }
  const until = (tier: number, moment: number): number => interpolated(moments, sums[tier] ?? [], moment);
  return { between: (tier, a, b) => (b > a ? until(tier, b) - until(tier, a) : 0), withoutTarget };
}

/** Linear between the moments, which ascend, and constant beyond both ends. */
function interpolated(moments: readonly number[], values: readonly number[], moment: number): number {
  let low = 0;
  let high = moments.length - 1;
  if (moment <= (moments[low] ?? 0)) return values[low] ?? 0;
  if (moment >= (moments[high] ?? 0)) return values[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) <= moment) low = middle;
    else high = middle;
  }
  const [a = 0, b = 0] = [moments[low], moments[high]];
  const [from = 0, to = 0] = [values[low], values[high]];
  return from + ((moment - a) / (b - a)) * (to - from);
}
