import { longestOf } from "./request-lengths.ts";
import { sharesOf, tiersOf } from "./shares.ts";
import { cutFor, type Target } from "./target.ts";
import type { CutBy } from "./termination.ts";
import type { Traffic } from "./traffic.ts";

/** How many requests fail, by what makes them fail; expected numbers, with fractions. */
export interface LostRequests {
  /** Sent to a Pod whose application no longer listens. */
  readonly newRequests: number;
  readonly cut: Readonly<Record<CutBy, number>>;
  /** There was no target to send them to. */
  readonly withoutTarget: number;
}

export const nothingLost: LostRequests = {
  newRequests: 0,
  cut: { exit: 0, deregistration: 0, sigkill: 0 },
  withoutTarget: 0,
};

export const totalOf = ({ newRequests, cut, withoutTarget }: LostRequests): number =>
  newRequests + cut.exit + cut.deregistration + cut.sigkill + withoutTarget;

/** Of a fleet of targets under a steady load. Every node of the load balancer spreads its requests evenly over the targets it uses. */
export function lostRequests(targets: readonly Target[], traffic: Traffic): LostRequests {
  const given = bounded(targets, traffic);
  let lost = nothingLost;
  for (const node of given.nodes) {
    const shares = sharesOf(targets, node, given);
    for (const target of targets) {
      const tiers = tiersOf(target, node, given);
      const sentBetween = (from: number, to: number): number =>
        tiers.reduce(
          (sum, tier, at) => sum + target.pods * shares.between(at, Math.max(from, tier.from), Math.min(to, tier.to)),
          0,
        );
      const { down } = target;
      const cut = cutFor(target, node);
      const inFlight = given.lengths.map(
        ({ share, seconds }) => share * sentBetween(cut.at - seconds, Math.min(cut.at, down.from)),
      );
      lost = {
        ...lost,
        newRequests: lost.newRequests + sentBetween(down.from, down.to),
        cut: { ...lost.cut, [cut.by]: inFlight.reduce((sum, each) => sum + each, lost.cut[cut.by]) },
      };
    }
    lost = { ...lost, withoutTarget: lost.withoutTarget + shares.withoutTarget };
  }
  return lost;
}

/** An endless load as the part of it that can matter. */
function bounded(targets: readonly Target[], traffic: Traffic): Traffic {
  const lag = traffic.nodes.reduce((most, node) => Math.max(most, node.lag), 0);
  const moments = targets
    .flatMap(({ healthyFrom, deregisteredAt, down, cut }) => [
      healthyFrom,
      deregisteredAt,
      deregisteredAt + lag,
      down.from,
      down.to,
      cut.at,
    ])
    .filter(Number.isFinite);
  const first = moments.reduce((least, at) => Math.min(least, at), 0);
  const last = moments.reduce((most, at) => Math.max(most, at), 0);
  return {
    ...traffic,
    from: Number.isFinite(traffic.from) ? traffic.from : first - longestOf(traffic.lengths) - 1,
    to: Number.isFinite(traffic.to) ? traffic.to : last + 1,
  };
}
