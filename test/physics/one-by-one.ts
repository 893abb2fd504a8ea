import type { RequestLength } from "#physics/request-lengths.ts";
import type { Target } from "#physics/target.ts";
import type { LoadBalancerNode, Traffic } from "#physics/traffic.ts";

/** How many requests fail, by brute force: a steady row of them, each spread evenly over the targets that its node uses then. */
export function lostOneByOne(targets: readonly Target[], traffic: Traffic): number {
  const { rate, from, to, nodes } = traffic;
  const moments = Array.from({ length: (to - from) * rate }, (_, index) => from + (index + 0.5) / rate);
  return sum(moments, (at) => sum(nodes, (node) => node.share * lostShare(targets, node, at, traffic)));
}

function lostShare(
  targets: readonly Target[],
  node: LoadBalancerNode,
  at: number,
  { lengths, keptConnections }: Traffic,
): number {
  const used = usedBy(node, targets, at, keptConnections);
  const pods = sum(used, (target) => target.pods);
  if (pods === 0) return 1;
  const atOnce = { share: 1 - sum(lengths, ({ share }) => share), seconds: 0 };
  const fails = (target: Target, length: RequestLength): boolean =>
    (at >= target.down.from && at < target.down.to) || isCut(target, node, at, at + length.seconds);
  return sum(used, (target) =>
    sum([...lengths, atOnce], (length) => (fails(target, length) ? (length.share * target.pods) / pods : 0)),
  );
}

function isCut(
  { cut, delayCuts, deregisteredAt, deregistrationDelay }: Target,
  { lag }: LoadBalancerNode,
  from: number,
  to: number,
): boolean {
  const moments = [cut.at, ...(delayCuts ? [deregisteredAt + Math.max(deregistrationDelay, lag)] : [])];
  return moments.some((moment) => from < moment && to > moment);
}

function usedBy({ lag }: LoadBalancerNode, targets: readonly Target[], at: number, kept: boolean): readonly Target[] {
  const healthy = (target: Target): boolean => at >= target.healthyFrom && at < target.deregisteredAt + lag;
  const listed = (target: Target): boolean =>
    at >= target.healthyFrom && at < target.deregisteredAt + Math.max(lag, target.deregistrationDelay);
  const choices = [
    ...(kept ? [targets.filter((target) => listed(target) && at < target.down.from)] : []),
    targets.filter(healthy),
    targets.filter(listed),
  ];
  return choices.find((choice) => choice.length > 0) ?? [];
}

const sum = <T>(all: readonly T[], of: (each: T) => number): number => all.reduce((total, each) => total + of(each), 0);
