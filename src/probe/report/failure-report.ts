import { candidatesOf } from "#probe/causes/candidates.ts";
import { inferCauses } from "#probe/causes/infer.ts";
import type { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import type { Tally } from "#probe/results/tally.ts";
import { defaultGroupFacts } from "#trace/attribution/group-facts.ts";
import { buildLives } from "#trace/events/build-lives.ts";
import { GroupLog } from "#trace/logs/group-log.ts";
import type { LifeWatch } from "#trace/logs/life-watch.ts";
import type { PolicyTimes } from "#trace/measures/savings.ts";
import { CauseCounts, isLoss } from "#trace/report/cause-counts.ts";
import { groupReport } from "#trace/report/group-report.ts";
import { noOtherLogs } from "#trace/report/other-logs-report.ts";
import { reportVersion, type TraceReport } from "#trace/report/report.ts";
import { noteLoss, type TargetLosses, targetReport } from "#trace/report/target-report.ts";
import { printUtc } from "#trace/time/utc.ts";

const mostTargets = 1000;

/** The failures of a probe as `outlive trace` would report them: one group, whose targets are the Pods that ended meanwhile. */
export function failureReport(tally: Tally, recorded: RecordedFacts, policies: readonly PolicyTimes[]): TraceReport {
  const { log } = tally;
  const { skewMs } = recorded;
  const candidates = candidatesOf([...buildLives(recorded.facts).values()].flat(), log, skewMs);
  const group = log.groups[0] ?? new GroupLog(0, "", "");
  const facts = defaultGroupFacts;
  const durations = { p50: group.durations.quantile(0.5) ?? 0, p99: group.durations.quantile(0.99) ?? 0 };
  const counts = new CauseCounts(policies, durations);
  const losses = new Map<LifeWatch, TargetLosses>(
    candidates.map(({ target, watch }) => [watch, { target, watch, lost: 0, lostAt: [] }]),
  );
  for (const verdict of inferCauses({ log, candidates, facts, skewMs, signs: tally.fromLoadBalancer > 0 })) {
    counts.add(verdict, log.failures.weight);
    const { watch, failure } = verdict.given;
    const loss = watch === undefined ? undefined : losses.get(watch);
    if (loss !== undefined && isLoss(verdict)) {
      noteLoss(loss, failure.createdMs, log.failures.weight, verdict.rule.weight === "termination");
    }
  }
  const targets = [...losses.values()].slice(0, mostTargets).map((loss) => {
    seenAsFarAsKnown(loss, log.firstMs, skewMs);
    return targetReport(loss, group, facts, skewMs, undefined);
  });
  return {
    version: reportVersion,
    window: log.requests === 0 ? null : { since: printUtc(log.firstMs), until: printUtc(log.lastMs) },
    sources: [],
    requests: log.requests,
    failed: counts.failed,
    lost: counts.lost,
    completeness: null,
    groups: log.groups.length === 0 ? [] : [groupReport(group, counts, facts, undefined, undefined)],
    targets: targets.sort((a, b) => ((a.deleted ?? "") < (b.deleted ?? "") ? -1 : 1)),
    otherLogs: noOtherLogs,
    problems: [],
  };
}

/** Where no response names its Pod, the last request that is known to have gone to one is the last that was lost there. */
function seenAsFarAsKnown({ target, watch, lostAt }: TargetLosses, firstMs: number, skewMs: number): void {
  if (Number.isFinite(target.lastSentMs)) return;
  const { deleted, ended, deregistrations, restarts } = watch?.life ?? {};
  const known = deleted?.atMs ?? ended?.atMs ?? deregistrations?.[0]?.moment.atMs ?? restarts?.[0]?.endMs ?? 0;
  target.lastSentMs = lostAt.length > 0 ? Math.max(...lostAt) : known + skewMs;
  target.firstSentMs = Math.min(firstMs, target.lastSentMs);
}
