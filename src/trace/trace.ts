/** The story of `outlive trace`, once the logs are read: name the causes, measure, and report. */
import { attributeAll } from "./attribution/attribute.ts";
import type { GroupFacts } from "./attribution/group-facts.ts";
import { groupPatterns, inferredIdleSeconds } from "./attribution/group-patterns.ts";
import type { MetricPoint } from "./events/cloudwatch.ts";
import type { Life } from "./events/life.ts";
import type { GroupLog } from "./logs/group-log.ts";
import type { RequestLog } from "./logs/request-log.ts";
import type { TargetLog } from "./logs/target-log.ts";
import { allDraining } from "./measures/all-draining.ts";
import { completeness } from "./measures/completeness.ts";
import type { PolicyTimes } from "./measures/savings.ts";
import { estimateSkew } from "./measures/skew.ts";
import { measurePropagation } from "./measures/target-propagations.ts";
import { CauseCounts, isLoss } from "./report/cause-counts.ts";
import { groupReport } from "./report/group-report.ts";
import { otherLogsReport } from "./report/other-logs-report.ts";
import { reportVersion, type SourceReport, type TraceReport } from "./report/report.ts";
import { skewProblems } from "./report/skew-problems.ts";
import { noteLoss, type TargetLosses, targetReport } from "./report/target-report.ts";
import { printUtc } from "./time/utc.ts";

export interface TraceInput {
  readonly log: RequestLog;
  /** What events tell of addresses. */
  readonly lives?: ReadonlyMap<string, readonly Life[]>;
  /** Failures that CloudWatch counted. */
  readonly points?: readonly MetricPoint[];
  /** What manifests, a cluster or flags say about a group, by its name. */
  readonly factsOf: (group: string) => GroupFacts;
  readonly policiesOf: (group: string) => readonly PolicyTimes[];
  readonly sources: readonly SourceReport[];
  readonly problems: readonly string[];
}

const mostTargets = 1000;

export function traceReport({
  log,
  lives = new Map(),
  points = [],
  factsOf,
  policiesOf,
  sources,
  problems,
}: TraceInput): TraceReport {
  const skew = estimateSkew(log);
  const patterns = groupPatterns(log);
  const facts = log.groups.map(({ name }, at) => withInferredIdle(factsOf(name), patterns[at]));
  const propagations = measurePropagation(log, skew.ms);
  const counts = log.groups.map((group) => new CauseCounts(policiesOf(group.name), usualDurations(group), log.tables.shown));
  const losses = new Map<string, TargetLosses>();
  const context = {
    log,
    skewMs: skew.ms,
    factsOf: (group: number) => at(facts, group),
    patternsOf: (group: number) => at(patterns, group),
  };
  for (const verdict of attributeAll(context)) {
    at(counts, verdict.given.failure.group).add(verdict, log.failures.weight);
    if (!isLoss(verdict) || verdict.given.target === undefined) continue;
    const { target, watch, failure } = verdict.given;
    const ofTermination = verdict.hiddenLoss || verdict.rule.weight === "termination";
    noteLoss(lossesOf(losses, target, watch), failure.createdMs, log.failures.weight, ofTermination);
  }
  for (const { target, watch } of propagations.keys()) lossesOf(losses, target, watch);
  const groups = log.groups.map((group, index) =>
    groupReport(group, at(counts, index), at(facts, index), propagations.ofGroup(index), allDraining(log, index, skew.ms)),
  );
  const targets = [...losses.values()].map((each) =>
    targetReport(
      each,
      at(log.groups, each.target.group),
      at(facts, each.target.group),
      skew.ms,
      propagations.of(each.target, each.watch),
    ),
  );
  return {
    version: reportVersion,
    window: log.requests === 0 ? null : { since: printUtc(log.firstMs), until: printUtc(log.lastMs) },
    sources: sources.map((source) => (source.skew === null ? source : { ...source, skew: skew.ms / 1000 })),
    requests: log.requests,
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    lost: counts.reduce((sum, { lost }) => sum + lost, 0),
    completeness: completeness(log, points) ?? null,
    groups: groups.sort((a, b) => b.lost - a.lost || b.requests - a.requests || (keyOf(a) < keyOf(b) ? -1 : 1)),
    targets: targets
      .sort(
        (a, b) =>
          (a.deleted ?? a.firstRequest).localeCompare(b.deleted ?? b.firstRequest) || (targetKey(a) < targetKey(b) ? -1 : 1),
      )
      .slice(0, mostTargets),
    otherLogs: otherLogsReport(log.others, lives),
    problems: [...problems, ...skewProblems(skew, log)],
  };
}

/** An element that is there by construction. @throws RangeError where it is not */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
}

const keyOf = (group: { readonly targetGroup: string; readonly loadBalancer: string }): string =>
  `${group.targetGroup} ${group.loadBalancer}`;

const targetKey = (target: { readonly targetGroup: string; readonly target: string; readonly started: string | null }): string =>
  `${target.targetGroup} ${target.target} ${target.started ?? ""}`;

const usualDurations = ({ durations }: GroupLog): { readonly p50: number; readonly p99: number } => ({
  p50: durations.quantile(0.5) ?? 0,
  p99: durations.quantile(0.99) ?? 0,
});

function withInferredIdle(facts: GroupFacts, patterns: Parameters<typeof inferredIdleSeconds>[0] | undefined): GroupFacts {
  if (facts.idleTimeoutFrom !== "default" || patterns === undefined) return facts;
  const seconds = inferredIdleSeconds(patterns);
  return seconds === undefined || Math.abs(seconds * 1000 - facts.idleTimeoutMs) <= 1000
    ? facts
    : { ...facts, idleTimeoutMs: seconds * 1000, idleTimeoutFrom: "inferred" };
}

function lossesOf(losses: Map<string, TargetLosses>, target: TargetLog, watch: TargetLosses["watch"]): TargetLosses {
  const key = `${target.number}:${watch === undefined ? "" : target.watches.indexOf(watch)}`;
  const known = losses.get(key) ?? { target, watch, lost: 0, lostAt: [] };
  losses.set(key, known);
  return known;
}
