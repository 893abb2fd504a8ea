import type { AmountName, Finding, RuleId } from "#model/findings/finding.ts";
import { plus, type Seconds, seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { type PodEnd, type Stretch, type Timeline, timelineOf } from "./timeline.ts";

/** One Pod of the workload as it ends now, and as it would end in enforce mode where that differs. */
export function explanationTimeline(explanation: Explanation): Timeline {
  const { current, required, findings, remaining, skipped } = explanation;
  const same = current.preStop === required.preStop && current.gracePeriod === required.gracePeriod;
  const now: PodEnd = { ...current, title: same ? "now, and in enforce mode" : "now", lost: findings.flatMap(lostBy) };
  const enforced: PodEnd = { ...required, title: "in enforce mode", lost: skipped ? [] : remaining.flatMap(lostBy) };
  return timelineOf({
    ends: same ? [now] : [now, enforced],
    shutdown: explanation.shutdown.value,
    propagation: explanation.propagation?.value,
    drains: explanation.targetGroups.filter(({ targetType }) => targetType === "ip").map(drainOf),
  });
}

/** The longer of the delay in force and the one announced, which is what Pods are sized for. */
function drainOf(group: TargetGroup): { readonly label: string; readonly delay: Seconds } {
  const { deregistrationDelay: now, nextDeregistrationDelay: next } = group;
  return { label: targetGroupLabel(group), delay: next !== undefined && next.value > now.value ? next.value : now.value };
}

/** `ALB shop → shop:http`: the route's name, the Service and its port. */
export const targetGroupLabel = ({ loadBalancer, origin, service, port }: TargetGroup): string =>
  `${loadBalancer === "unknown" ? "LB" : loadBalancer.toUpperCase()} ${origin.name} → ${service}:${port}`;

type LostBy = (finding: Finding) => readonly Stretch[];

/** The stretch of the Pod's end in which a broken rule loses requests; rules that are not here are about something else. */
const lostByRule: Readonly<Partial<Record<RuleId, LostBy>>> = {
  "prestop-outlives-deregistration": (finding) =>
    stretch(finding.actual ?? seconds(0), amount(finding, "nextDeregistrationDelay") ?? amount(finding, "deregistrationDelay")),
  "prestop-covers-propagation": (finding) => stretch(finding.actual ?? seconds(0), amount(finding, "propagation")),
  "grace-within-deregistration": (finding) => stretch(amount(finding, "deregistrationDelay"), amount(finding, "gracePeriod")),
  "shutdown-fits-grace": (finding) =>
    stretch(
      amount(finding, "gracePeriod"),
      plus(amount(finding, "preStop") ?? seconds(0), amount(finding, "shutdown") ?? seconds(0)),
    ),
};

const lostBy: LostBy = (finding) => lostByRule[finding.rule as RuleId]?.(finding) ?? [];

const stretch = (from: Seconds | undefined, to: Seconds | undefined): readonly Stretch[] =>
  from !== undefined && to !== undefined && to > from ? [{ from, to }] : [];

const amount = ({ because }: Finding, name: AmountName): Seconds | undefined =>
  because.find((known) => known.name === name)?.value;
