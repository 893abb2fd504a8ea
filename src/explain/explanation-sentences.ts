/** The sentences of an explanation, the same in text and HTML. */
import type { Amount } from "#model/findings/finding.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import { keys } from "#model/settings/keys.ts";
import type { Mode } from "#model/settings/mode.ts";
import type { GateState } from "#model/workloads/workload-facts.ts";
import { printAmount } from "#wording/amount-text.ts";

const modeWords: Readonly<Record<Mode, string>> = {
  enforce: "required values are set on Pods when they are created",
  warn: "nothing is set; clients get warnings",
  audit: "nothing is set; decisions are recorded",
  off: "nothing is set or evaluated; this shows what enforce mode would do",
};

export const modeSentence = ({ mode }: Explanation): string => `mode ${mode}: ${modeWords[mode]}`;

export const loadBalancerName = ({ loadBalancer }: TargetGroup): string =>
  loadBalancer === "unknown" ? "unknown" : loadBalancer.toUpperCase();

/** `HTTP / on traffic-port every 15 s, timeout 5 s; 2 passes in, 2 failures out (30 s)`. */
export function healthCheckText(check: HealthCheck | undefined): string {
  if (check === undefined) return "not known";
  const { protocol, port, path, matcher, interval, timeout, healthyThreshold, unhealthyThreshold } = check;
  const where = `${protocol}${path === null ? "" : ` ${path}`} on ${port}${matcher === null ? "" : ` expecting ${matcher}`}`;
  const out = `${unhealthyThreshold} failures make it unhealthy (${interval * unhealthyThreshold} s)`;
  return `${where} every ${interval} s, timeout ${timeout} s; ${healthyThreshold} passes make it healthy, ${out}`;
}

/** Every number of a target group with the place that it was read from. */
export function sourcesOf(group: TargetGroup): readonly string[] {
  const { deregistrationDelay, nextDeregistrationDelay, idleTimeout } = group;
  return [
    printAmount({ name: "deregistrationDelay", ...deregistrationDelay }),
    ...(nextDeregistrationDelay === undefined
      ? []
      : [printAmount({ name: "nextDeregistrationDelay", ...nextDeregistrationDelay })]),
    ...(idleTimeout === undefined ? [] : [printAmount({ name: "idleTimeout", ...idleTimeout })]),
    `health check ${healthCheckText(group.healthCheck)}${group.healthCheckSource === undefined ? "" : ` (${printSource(group.healthCheckSource)})`}`,
    ...(group.targetStates === undefined ? [] : [`targets in AWS: ${statesText(group.targetStates)}`]),
    ...(group.usedByListener ? [] : ["no listener uses it, so its targets are never checked and their gate never becomes true"]),
  ];
}

function statesText(states: Readonly<Record<string, number>>): string {
  const counted = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  return counted.length === 0 ? "none" : counted.join(", ");
}

/** What rules about requests and connections cannot know unless somebody says it. */
export function notJudged({ requestTimeout, keepAlive, targetGroups, stoppedBy }: Explanation): readonly string[] {
  if (targetGroups.length === 0) return [];
  return [
    ...(stoppedBy.includes("kube-proxy") ? [throughNodes] : []),
    ...(stoppedBy.includes("health-check") ? [throughOwnNode] : []),
    ...(requestTimeout === undefined ? [undeclared("The request timeout", keys.requestTimeout)] : []),
    ...(keepAlive === undefined ? [undeclared("The keep-alive timeout", keys.keepAlive)] : []),
  ];
}

const throughNodes =
  "Targets are nodes, and every node forwards to every Pod: new connections stop when kube-proxy has learned that a Pod ends. Kept-alive connections stay with it; no sleep ends them, the application has to (Connection: close).";

const throughOwnNode =
  "Targets are nodes that forward to their own Pods only (externalTrafficPolicy Local): new requests stop when the health check has taken the node out.";

const undeclared = (what: string, key: string): string =>
  `${what} is not known and not evaluated; set it with annotation ${key}.`;

export const declaredAmounts = ({ shutdown, propagation, requestTimeout, keepAlive }: Explanation): readonly Amount[] =>
  [shutdown, propagation, requestTimeout, keepAlive].filter((amount) => amount !== undefined);

export interface GateWords {
  readonly gate: string;
  readonly state: string;
  readonly impossible: boolean;
}

export const gateWords = ({ gate, present, impossible }: GateState): GateWords => ({
  gate,
  state: `${present ? "in the Pod template" : "injected when a Pod is created"}${impossible === undefined ? "" : `; can never become true: ${impossible}`}`,
  impossible: impossible !== undefined,
});

export const currentAndRequired = ({ current, required }: Explanation): readonly (readonly [string, string, string])[] => [
  ["preStop sleep", sleepWords(current), sleepWords(required)],
  ["grace period", seconds(current.gracePeriod), seconds(required.gracePeriod)],
];

function sleepWords({ preStop, extent, gracePeriod }: PodTimes): string {
  if (extent === "unknown") return `hook of its own, up to ${gracePeriod} s`;
  return extent === "at-least" ? `at least ${seconds(preStop)}` : seconds(preStop);
}

const seconds = (value: number | undefined): string => (value === undefined ? "none" : `${value} s`);

export const sourceOfDelay = ({ deregistrationDelay }: TargetGroup): string => printSource(deregistrationDelay.source);

/** Where there are none: the load balancer may be one whose targets are nodes, which the findings then say more about. */
export const noTargetGroups = ({ findings }: Explanation): string =>
  findings.some(({ rule }) => rule === "service-in-tree")
    ? "None that Pods are in: the in-tree controller makes the load balancer, and its targets are nodes."
    : "None found: no route leads to a Service that selects these Pods.";
