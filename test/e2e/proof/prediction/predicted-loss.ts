import { goingAt } from "#physics/going.ts";
import { type LostRequests, lostRequests } from "#physics/lost-requests.ts";
import { scaleIn, scheduleOf, targetsOf } from "#physics/roll-out.ts";
import { rollingUpdateOf } from "#physics/rolling-update.ts";
import { arrivingAt, lasting, type Target } from "#physics/target.ts";
import type { Termination } from "#physics/termination.ts";
import type { LoadBalancerNode } from "#physics/traffic.ts";
import { type ProofPace, proofPace } from "../pace.ts";
import { scenarios } from "../scenarios.ts";
import { allVariants, type Variant } from "../variants.ts";
import type { RecordedRuns } from "./recorded-runs.ts";

/** The usual 15 s and two health checks of 5 s, which are those of the objects at every pace. */
const sleepForNodes = 25;
/** One request in ten is slow (run.ts). */
const slowShare = 0.1;
/** From the deletion of a Pod to SIGTERM, by the first requests that fail in the pictures. */
const kubeletSeconds = 0.1;
/** From the deletion of a Pod until kube-proxy sends no new connection to it; its rules are written every 0.1 s here (node/start-nodes.ts). */
const kubeProxySeconds = 0.5;
/** `kubectl drain` tries an eviction again after this long. */
const evictionRetrySeconds = 5;

/** What the model says of one such run. */
export function predictedLoss(recorded: RecordedRuns): LostRequests {
  const pace = proofPace(recorded.factor);
  const variant = found(allVariants, recorded.variant);
  const { replicas } = found(scenarios, recorded.scenario);
  const begins = recorded.beginsAtSeconds ?? 0;
  const nodes = nodesOf(variant, pace);
  return lostRequests(targetsIn(recorded, replicas, terminationOf(variant, pace, nodes), pace, variant), {
    rate: recorded.perSecond,
    from: -begins,
    to: recorded.requests / recorded.runs / recorded.perSecond - begins,
    lengths: [{ share: slowShare, seconds: variant.slowSeconds * pace.factor }],
    nodes,
    keptConnections: variant.loadBalancer === "nlb",
  });
}

function nodesOf({ loadBalancer, targets }: Variant, { factor, albTiming, nlbTiming }: ProofPace): readonly LoadBalancerNode[] {
  if (targets === "instance") return [{ share: 1, lag: kubeProxySeconds }];
  const { deregistrationLagMs } = loadBalancer === "alb" ? albTiming : nlbTiming;
  // The controller takes half a second to see that the Pod is going (controller/controller.ts).
  return deregistrationLagMs.map((lagMs, _, all) => ({ share: 1 / all.length, lag: 0.5 * factor + lagMs / 1000 }));
}

function terminationOf(variant: Variant, pace: ProofPace, nodes: readonly LoadBalancerNode[]): Termination {
  const { factor, graceSeconds } = pace;
  const whole = (seconds: number): number => Math.max(1, Math.ceil(seconds * factor));
  const delay = variant.delaySeconds(pace) ?? 300;
  const floor = variant.targets === "instance" ? sleepForNodes : whole(variant.loadBalancer === "alb" ? 20 : 135);
  const needed = variant.policy === "pod-outlives-target" ? Math.max(floor, delay + whole(5)) : floor;
  const preStop = variant.policy === undefined ? 0 : needed;
  return {
    preStop: kubeletSeconds + preStop,
    gracePeriod: Math.max(graceSeconds, preStop + 2 * whole(5)),
    propagation: Math.max(...nodes.map(({ lag }) => lag)),
    deregistrationDelay: variant.loadBalancer === "alb" ? delay : undefined,
    keptConnections: false,
    shutdown: 0,
    onSigterm: variant.application === "drains" ? "drains" : "exits",
  };
}

function targetsIn(
  { scenario, startUpSeconds = 2 }: RecordedRuns,
  replicas: number,
  termination: Termination,
  { albTiming, nlbTiming }: ProofPace,
  variant: Variant,
): readonly Target[] {
  // A Pod with a gate is Ready when its target is healthy.
  const registration = variant.gate ? 0 : (variant.loadBalancer === "alb" ? albTiming : nlbTiming).registrationMs / 1000;
  switch (scenario) {
    case "roll-out": {
      const update = rollingUpdateOf(replicas, undefined, undefined);
      if (update === undefined) throw new Error("no roll-out");
      const rollOut = {
        replicas,
        pods: replicas,
        replace: { how: "surge", ...update },
        startUp: startUpSeconds,
        registration,
      } as const;
      const schedule = scheduleOf(rollOut, termination);
      if (schedule === undefined) throw new Error("no schedule");
      return targetsOf(schedule, rollOut, termination);
    }
    case "scale-in":
      return scaleIn(replicas, 2, termination);
    case "eviction":
      return [...scaleIn(replicas, 1, termination), arrivingAt(1, startUpSeconds + registration)];
    case "node drain":
      // Two of four Pods are on the node, and the budget lets one go at a time.
      return [
        goingAt(1, 0, termination),
        goingAt(1, evictionRetrySeconds, termination),
        lasting(replicas - 2),
        arrivingAt(1, startUpSeconds + registration),
        arrivingAt(1, evictionRetrySeconds + startUpSeconds + registration),
      ];
    case "label switch":
      // The old Pods are deleted as soon as the Service has left them, when the new ones are only just being registered.
      return [goingAt(replicas, 0, termination), arrivingAt(replicas, albTiming.registrationMs / 1000)];
    case "liveness restart": {
      // Liveness fails one probe later than readiness. The container is back at once.
      const stopped = 1 + termination.preStop;
      return [
        { ...goingAt(1, 0, termination), down: { from: stopped, to: stopped + 0.5 }, cut: { by: "exit", at: stopped } },
        lasting(replicas - 1),
      ];
    }
    default:
      throw new Error(`${scenario} is no scenario`);
  }
}

function found<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const one = all.find((each) => each.name === name);
  if (one === undefined) throw new Error(`${name} is not known`);
  return one;
}
