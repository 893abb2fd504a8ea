import type { GroupFacts } from "#trace/attribution/group-facts.ts";
import { methods } from "#trace/logs/access-row.ts";
import type { GroupLog } from "#trace/logs/group-log.ts";
import type { AllDraining } from "#trace/measures/all-draining.ts";
import type { Propagation } from "#trace/measures/propagation.ts";
import { suggestionsFor } from "#trace/measures/suggestions.ts";
import { printUtc } from "#trace/time/utc.ts";
import type { CauseCounts } from "./cause-counts.ts";
import { durationReport, threeDigits } from "./duration-report.ts";
import { statusText } from "./example.ts";
import type { DurationReport, GroupReport, PropagationReport } from "./report.ts";

export function groupReport(
  group: GroupLog,
  counts: CauseCounts,
  facts: GroupFacts,
  propagation: Propagation | undefined,
  draining: AllDraining | undefined,
): GroupReport {
  const durations = durationReport(group.durations, counts.cut);
  const races = counts.of("keep-alive-race");
  return {
    targetGroup: group.name,
    loadBalancer: group.loadBalancer,
    requests: group.requests,
    failed: counts.failed,
    lost: counts.lost,
    statuses: Object.fromEntries([...group.statuses].sort(([a], [b]) => a - b).map(([code, count]) => [statusText(code), count])),
    durations,
    targetTimes: durationReport(group.targetTimes),
    byMethod: Object.fromEntries(
      methods.flatMap((method, at): readonly (readonly [string, DurationReport])[] => {
        const sketch = group.byMethod[at];
        const report = sketch === undefined ? null : durationReport(sketch);
        return report === null ? [] : [[method, report]];
      }),
    ),
    webSockets: durationReport(group.webSockets),
    causes: counts.report(),
    ...shownOf(counts),
    propagation: propagation === undefined ? null : rounded(propagation),
    allDraining:
      draining === undefined
        ? null
        : { from: printUtc(draining.fromMs), seconds: threeDigits((draining.toMs - draining.fromMs) / 1000) },
    keepAliveRaces: { count: races, perMillion: threeDigits((races / Math.max(group.requests, 1)) * 1e6) },
    idleTimeout: { seconds: facts.idleTimeoutMs / 1000, from: facts.idleTimeoutFrom, exceeded: counts.of("idle-timeout") },
    policies: counts.savings(),
    suggestions: suggestionsFor({
      propagation,
      p999: durations?.p999,
      requests: group.durations.total,
      idleSeconds: facts.idleTimeoutMs / 1000,
      keepAliveRaces: races,
    }),
  };
}

function shownOf(counts: CauseCounts): Pick<GroupReport, "paths" | "clients"> {
  const [paths, clients] = [counts.shownBy("path"), counts.shownBy("client")];
  return { ...(paths === undefined ? {} : { paths }), ...(clients === undefined ? {} : { clients }) };
}

const rounded = ({ targets, from, p50, p90, longest, longestMost, nodeSpread }: Propagation): PropagationReport => ({
  targets,
  from,
  p50: threeDigits(p50),
  p90: threeDigits(p90),
  longest: threeDigits(longest),
  longestMost: threeDigits(longestMost),
  nodeSpread: threeDigits(nodeSpread),
});
