/** An Application Load Balancer, its targets and their Pods on paper: who gets which request, and what becomes of it. */
import type { Cause } from "#trace/attribution/cause.ts";
import { seeded } from "../../support/seeded.ts";
import { accessLine, type Row } from "./access-line.ts";
import { duration } from "./random.ts";
import type { Scenario, SimulatedPod } from "./scenario.ts";

export const targetGroup = "k8s-shop-web-d1";
export const port = 8080;

export interface SimulatedLine {
  readonly text: string;
  readonly doneMs: number;
  readonly node: string;
}

export interface PlantedLoss {
  readonly cause: Cause;
  readonly pod: string | undefined;
}

export interface PodEnd {
  readonly endMs: number;
  readonly exitCode: number;
}

export interface Simulation {
  readonly scenario: Scenario;
  readonly lines: readonly SimulatedLine[];
  /** By `arrival in ms|target`, as a report shows a failure; arrivals are unique. */
  readonly planted: ReadonlyMap<number, PlantedLoss>;
  readonly ends: ReadonlyMap<string, PodEnd>;
  /** Of whole requests, as a client would have recorded them. */
  readonly durationsMs: readonly number[];
  readonly requests: number;
}

interface Sent {
  readonly createdMs: number;
  readonly node: number;
  readonly pod: SimulatedPod | undefined;
  readonly takesMs: number;
  readonly chance: number;
}

interface Outcome {
  readonly doneMs: number;
  readonly times: readonly [number, number, number];
  readonly status: string;
  readonly targetStatus: string;
  readonly cause: Cause | undefined;
}

const nodes = ["10.0.1.7", "10.0.1.8", "10.0.1.9"];
const crashDownMs = 3000;

export function simulate(scenario: Scenario): Simulation {
  const random = seeded(scenario.seed);
  const sent = arrivals(scenario, random);
  const ends = new Map(
    scenario.pods.flatMap((pod): (readonly [string, PodEnd])[] => {
      const end = endOf(pod, scenario, sent);
      return end === undefined ? [] : [[pod.name, end]];
    }),
  );
  const lines: SimulatedLine[] = [];
  const planted = new Map<number, PlantedLoss>();
  const durationsMs: number[] = [];
  for (const [at, request] of sent.entries()) {
    const node = nodes[request.node] ?? "";
    const row = ownAnswer(request, scenario) ?? forwarded(request, scenario, ends);
    const { outcome } = row;
    if (outcome.cause !== undefined) {
      planted.set(scenario.startMs + request.createdMs, { cause: outcome.cause, pod: request.pod?.name });
    } else if (outcome.status === outcome.targetStatus) durationsMs.push(outcome.doneMs - request.createdMs);
    lines.push({
      text: accessLine(lineOf(at, request, row, scenario, node)),
      doneMs: scenario.startMs + outcome.doneMs,
      node,
    });
  }
  return { scenario, lines, planted, ends, durationsMs, requests: sent.length };
}

function arrivals(scenario: Scenario, random: () => number): readonly Sent[] {
  const sent: Sent[] = [];
  const count = Math.floor((scenario.lengthMs / 1000) * scenario.ratePerSecond);
  const gap = scenario.lengthMs / count;
  let last = -1;
  for (let at = 0; at < count; at += 1) {
    const createdMs = Math.max(Math.floor(at * gap + random() * gap), last + 1);
    last = createdMs;
    const node = Math.floor(random() * scenario.nodeLagsMs.length);
    const healthy = scenario.pods.filter((pod) => isUsed(pod, scenario, node, createdMs));
    const used = healthy.length > 0 || scenario.failsOpen !== true ? healthy : draining(scenario, createdMs);
    const pod = used[Math.floor(random() * used.length)];
    sent.push({ createdMs, node, pod, takesMs: duration(random, scenario.medianMs, scenario.spread), chance: random() });
  }
  return withStreams(sent, scenario);
}

/** Requests of one HTTP/2 connection that a crash cuts; their arrivals lie between those of others. */
function withStreams(sent: readonly Sent[], { pods }: Scenario): readonly Sent[] {
  const taken = new Set(sent.map(({ createdMs }) => createdMs));
  const streams = pods.flatMap((pod): readonly Sent[] => {
    let createdMs = (pod.crashMs ?? 0) - 900;
    return Array.from({ length: pod.crashMs === undefined ? 0 : (pod.streams ?? 0) }, () => {
      do createdMs += 3;
      while (taken.has(createdMs));
      return { createdMs, node: 0, pod, takesMs: 20_000, chance: 0.4 };
    });
  });
  return [...sent, ...streams].sort((a, b) => a.createdMs - b.createdMs);
}

function isUsed(pod: SimulatedPod, { controllerMs, nodeLagsMs }: Scenario, node: number, at: number): boolean {
  if (at < pod.registeredMs + 200 * node) return false;
  return pod.deletedMs === undefined || at < pod.deletedMs + controllerMs + (nodeLagsMs[node] ?? 0);
}

const draining = ({ pods, controllerMs, delaySeconds }: Scenario, at: number): readonly SimulatedPod[] =>
  pods.filter(({ deletedMs, registeredMs }) => at >= registeredMs && at < (deletedMs ?? at) + controllerMs + delaySeconds * 1000);

function endOf(pod: SimulatedPod, scenario: Scenario, sent: readonly Sent[]): PodEnd | undefined {
  if (pod.deletedMs === undefined) return undefined;
  const signalMs = pod.deletedMs + scenario.preStopSeconds * 1000;
  const graceMs = pod.deletedMs + scenario.graceSeconds * 1000;
  if (scenario.application === "exits") return { endMs: signalMs + 60, exitCode: 143 };
  if (scenario.application === "ignores") return { endMs: graceMs, exitCode: 137 };
  const busy = sent.filter((request) => request.pod === pod && request.createdMs < signalMs);
  const endMs = busy.reduce((latest, { createdMs, takesMs }) => Math.max(latest, createdMs + takesMs), signalMs) + 80;
  return endMs >= graceMs ? { endMs: graceMs, exitCode: 137 } : { endMs, exitCode: 0 };
}

interface Answered {
  readonly outcome: Outcome;
  readonly actions: string;
  readonly reason: string;
  readonly grouped: boolean;
  readonly pod: SimulatedPod | undefined;
}

function ownAnswer({ chance, createdMs }: Sent, { ownAnswers }: Scenario): Answered | undefined {
  if (chance >= ownAnswers) return undefined;
  const which = Math.floor((chance / ownAnswers) * 3);
  const [status, actions, reason] = (
    [
      ["503", "fixed-response", "-"],
      ["302", "redirect", "-"],
      ["500", "waf-failed", "WAFServiceError"],
    ] as const
  )[which] ?? ["503", "fixed-response", "-"];
  const outcome: Outcome = {
    doneMs: createdMs + 0.4,
    times: [-1, -1, -1],
    status,
    targetStatus: "-",
    cause: status === "302" ? undefined : "own-answer",
  };
  return { outcome, actions, reason, grouped: false, pod: undefined };
}

function forwarded(request: Sent, scenario: Scenario, ends: ReadonlyMap<string, PodEnd>): Answered {
  const { pod } = request;
  if (pod === undefined) {
    const outcome: Outcome = {
      doneMs: request.createdMs + 0.6,
      times: [-1, -1, -1],
      status: "503",
      targetStatus: "-",
      cause: "no-target",
    };
    return { outcome, actions: "forward", reason: "-", grouped: true, pod };
  }
  const outcome = unconnected(request, pod, scenario, ends) ?? connected(request, pod, scenario, ends);
  return { outcome, actions: "waf,forward", reason: "-", grouped: true, pod };
}

const vanished = ({ createdMs, chance }: Sent, { impatient }: Scenario, cause: Cause): Outcome =>
  chance > 1 - impatient
    ? { doneMs: createdMs + 5004.2, times: [-1, -1, -1], status: "460", targetStatus: "-", cause: "client-left" }
    : { doneMs: createdMs + 10_001.3, times: [-1, -1, -1], status: "504", targetStatus: "-", cause };

const refused = ({ createdMs }: Sent, cause: Cause): Outcome => ({
  doneMs: createdMs + 1.7,
  times: [-1, -1, -1],
  status: "502",
  targetStatus: "-",
  cause,
});

function unconnected(
  request: Sent,
  pod: SimulatedPod,
  scenario: Scenario,
  ends: ReadonlyMap<string, PodEnd>,
): Outcome | undefined {
  const at = request.createdMs;
  const end = ends.get(pod.name);
  if (pod.blocked === true) return vanished(request, scenario, "target-never-reachable");
  if (pod.unreachable !== undefined && at >= pod.unreachable[0] && at < pod.unreachable[1]) {
    return vanished(request, scenario, "live-target-unreachable");
  }
  if (end !== undefined && at >= end.endMs) return vanished(request, scenario, "dead-target");
  if (at < pod.listeningMs) return refused(request, "not-listening");
  if (pod.crashMs !== undefined && at >= pod.crashMs && at < pod.crashMs + crashDownMs) return refused(request, "not-listening");
  const signalMs = pod.deletedMs === undefined ? Number.POSITIVE_INFINITY : pod.deletedMs + scenario.preStopSeconds * 1000;
  return scenario.application === "drains" && at >= signalMs ? refused(request, "closed-at-sigterm") : undefined;
}

function connected(request: Sent, pod: SimulatedPod, scenario: Scenario, ends: ReadonlyMap<string, PodEnd>): Outcome {
  const { createdMs, takesMs, chance } = request;
  if (chance > 1 - scenario.keepAliveRaces) return broken(createdMs, createdMs + 2.2, "keep-alive-race");
  const full = createdMs + takesMs;
  const limits = breakersOf(request, pod, scenario, ends).sort((a, b) => a.atMs - b.atMs);
  const [first] = limits;
  if (first !== undefined && first.atMs < full) {
    return first.cause === "idle-timeout"
      ? { doneMs: first.atMs + 1, times: [0.001, -1, -1], status: "504", targetStatus: "-", cause: first.cause }
      : broken(createdMs, first.atMs, first.cause);
  }
  const failing = chance > 0.5 && chance < 0.5 + scenario.applicationErrors;
  const status = failing ? (["500", "502", "503"][createdMs % 3] ?? "500") : "200";
  const times = [0.001, Math.max((takesMs - 2) / 1000, 0), 0] as const;
  return { doneMs: full, times, status, targetStatus: status, cause: failing ? "application-error" : undefined };
}

const broken = (createdMs: number, atMs: number, cause: Cause): Outcome => ({
  doneMs: atMs,
  times: [0.001, Math.max((atMs - createdMs - 1) / 1000, 0), -1],
  status: "502",
  targetStatus: "-",
  cause,
});

interface Breaker {
  readonly atMs: number;
  readonly cause: Cause;
}

/** What would break the request, if it is still under way then. */
function breakersOf(
  { createdMs, node }: Sent,
  pod: SimulatedPod,
  scenario: Scenario,
  ends: ReadonlyMap<string, PodEnd>,
): Breaker[] {
  const breakers: Breaker[] = [{ atMs: createdMs + scenario.idleSeconds * 1000, cause: "idle-timeout" }];
  const end = ends.get(pod.name);
  if (end !== undefined) {
    breakers.push({ atMs: end.endMs, cause: end.exitCode === 137 ? "killed-at-grace-end" : "exited-with-requests" });
  }
  if (pod.deletedMs !== undefined) {
    const atMs = pod.deletedMs + scenario.controllerMs + scenario.delaySeconds * 1000 + 150 * node;
    if (atMs > createdMs) breakers.push({ atMs, cause: "delay-elapsed" });
  }
  if (pod.crashMs !== undefined && pod.crashMs > createdMs) breakers.push({ atMs: pod.crashMs, cause: "crash" });
  return breakers;
}

function lineOf(at: number, { createdMs }: Sent, row: Answered, { startMs }: Scenario, node: string): Row {
  return {
    type: "h2",
    createdMs: startMs + createdMs,
    doneMs: startMs + row.outcome.doneMs,
    client: `203.0.113.${at % 250}:${20_000 + (at % 40_000)}`,
    target: row.pod === undefined ? undefined : `${row.pod.node ?? row.pod.address}:${port}`,
    times: row.outcome.times,
    status: row.outcome.status,
    targetStatus: row.outcome.targetStatus,
    method: at % 4 === 0 ? "POST" : "GET",
    path: `/orders/${at % 97}?token=s3cr3t-${at}`,
    agent: `Mozilla/5.0 (probe "x"; ${at % 7})`,
    group: row.grouped ? targetGroup : undefined,
    traceId: `Root=1-67458a18-${String(at).padStart(24, "0")}`,
    actions: row.actions,
    reason: row.reason,
    node,
  };
}
