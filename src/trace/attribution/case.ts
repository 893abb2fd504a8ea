import { deregistrationOf, type Moment } from "#trace/events/life.ts";
import { type RowAction, rowActions } from "#trace/logs/access-row.ts";
import type { Failure } from "#trace/logs/failure-store.ts";
import type { LifeWatch } from "#trace/logs/life-watch.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import type { TargetLog } from "#trace/logs/target-log.ts";
import type { TargetFlows } from "#trace/other-logs/flows.ts";
import type { HealthChecks, TargetChecks } from "#trace/other-logs/health-checks.ts";
import type { GroupFacts } from "./group-facts.ts";
import type { GroupPatterns } from "./group-patterns.ts";

/** One failure with everything its cause is evaluated by. Moments of events are already on the load balancer's clock. */
export interface Case {
  readonly failure: Failure;
  readonly action: RowAction;
  readonly durationMs: number;
  readonly groupName: string;
  readonly facts: GroupFacts;
  readonly patterns: GroupPatterns;
  readonly target: TargetLog | undefined;
  readonly watch: LifeWatch | undefined;
  /** Health checks of the target, where their log was read; they have the load balancer's clock. */
  readonly checks: TargetChecks | undefined;
  readonly healthChecks: HealthChecks;
  /** What VPC flow logs say about the target. */
  readonly flows: TargetFlows | undefined;
  /** Last request of the group, by which a silence is evaluated. */
  readonly groupLastMs: number;
  /** First request of the whole log. */
  readonly logFirstMs: number;
  /** What is added to times of events. */
  readonly skewMs: number;
  readonly deletedMs: number | undefined;
  readonly deregistered: Moment | undefined;
  readonly deregisteredMs: number | undefined;
  readonly sigtermMs: number | undefined;
  readonly endMs: number | undefined;
  /** How much later than `endMs` the end may have been. */
  readonly endSpreadMs: number;
  readonly graceEndMs: number | undefined;
}

/** What is the same for all failures. */
export interface CaseContext {
  readonly log: RequestLog;
  readonly skewMs: number;
  readonly factsOf: (group: number) => GroupFacts;
  readonly patternsOf: (group: number) => GroupPatterns;
}

export function caseOf(failure: Failure, { log, skewMs, factsOf, patternsOf }: CaseContext): Case {
  const group = log.groups[failure.group];
  const target = failure.target < 0 ? undefined : log.targets[failure.target];
  const watch = target?.watches.findLast(({ fromMs }) => fromMs + skewMs <= failure.createdMs);
  const facts = factsOf(failure.group);
  const groupName = group?.name ?? "";
  return {
    failure,
    action: rowActions[failure.action] ?? "none",
    durationMs: failure.doneMs - failure.createdMs,
    groupName,
    facts,
    patterns: patternsOf(failure.group),
    target,
    watch,
    checks: target === undefined ? undefined : log.others.healthChecks.of(target.name),
    healthChecks: log.others.healthChecks,
    flows: target === undefined ? undefined : log.others.flows.of(target.name),
    groupLastMs: group?.lastRequestMs ?? failure.doneMs,
    logFirstMs: log.firstMs,
    skewMs,
    ...momentsOf(watch, groupName, skewMs, facts),
  };
}

type Moments = Pick<Case, "deletedMs" | "deregistered" | "deregisteredMs" | "sigtermMs" | "endMs" | "endSpreadMs" | "graceEndMs">;

/** The moments of a life on the load balancer's clock, with the Pod's terms as far as an event or a manifest says them. */
export function momentsOf(watch: LifeWatch | undefined, group: string, skewMs: number, facts: GroupFacts): Moments {
  const life = watch?.life;
  const deregistered = life === undefined ? undefined : deregistrationOf(life, group);
  const shifted = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms + skewMs);
  const deletedMs = shifted(life?.deleted?.atMs);
  const preStopMs = life?.preStopSeconds === undefined ? facts.preStopMs : life.preStopSeconds * 1000;
  const graceMs = life?.graceSeconds === undefined ? facts.graceMs : life.graceSeconds * 1000;
  const plus = (ms: number | undefined): number | undefined =>
    deletedMs === undefined || ms === undefined ? undefined : deletedMs + ms;
  return {
    deletedMs,
    deregistered,
    deregisteredMs: shifted(deregistered?.atMs),
    sigtermMs: plus(preStopMs),
    endMs: shifted(life?.ended?.atMs),
    endSpreadMs: life?.ended?.spreadMs ?? 0,
    graceEndMs: plus(graceMs),
  };
}
