import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import { type ObjectRef, sameObject } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { findingText } from "#wording/finding-text.ts";
import { contentHash } from "./content-hash.ts";
import type { EventReason } from "./event-reasons.ts";

/** Something to say about a workload, once for as long as it stays the same. */
export interface EventNotice {
  readonly reason: EventReason;
  readonly note: string;
  /** The route that it follows from, where it is another object than the workload. */
  readonly related: ObjectRef | undefined;
  readonly hash: string;
}

/** What there is to say about a workload as it is, at most one notice a reason, in the order of reasons. */
export function noticesOf({ explanation }: AuditedWorkload, verdict: Verdict): readonly EventNotice[] {
  if (explanation.skipped !== undefined) return [];
  const { findings, subject } = explanation;
  const refused = verdict.kind === "deny" ? verdict.because : [];
  const errors = findings.filter(({ severity }) => severity === "error");
  const of = (rules: ReadonlySet<Finding["rule"]>): readonly Finding[] =>
    findings.filter(({ rule, severity }) => rules.has(rule) && (severity === "error" || rules !== timingRules));
  const others = errors.filter(({ rule }) => !timingRules.has(rule) && !gateRules.has(rule) && !restartRules.has(rule));
  return [
    ...injected(explanation),
    ...about("Refused", refused, subject),
    ...about("TimingsTooShort", of(timingRules), subject, wouldSet(explanation)),
    ...about("GateMissing", of(gateRules), subject),
    ...about("RestartNeeded", of(restartRules), subject),
    ...about("RouteUnsafe", others, subject),
  ];
}

const timingRules: ReadonlySet<Finding["rule"]> = new Set([
  "grace-outlives-prestop",
  "shutdown-fits-grace",
  "prestop-outlives-deregistration",
  "prestop-covers-propagation",
  "prestop-covers-requests",
  "prestop-over-ceiling",
]);
const gateRules: ReadonlySet<Finding["rule"]> = new Set(["readiness-gate-present"]);
const restartRules: ReadonlySet<Finding["rule"]> = new Set(["restart-needed"]);

/** The first finding stands for all of its reason; the report and `outlive explain` have the others. */
function about(reason: EventReason, findings: readonly Finding[], workload: ObjectRef, added = ""): readonly EventNotice[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { what, todo } = findingText(first);
  const more = findings.length === 1 ? "" : ` (and ${findings.length - 1} more)`;
  const note = `${what}${more}. To fix: ${todo}.${added}`;
  return [notice(reason, note, relatedTo(first, workload))];
}

function injected({ mode, current, required, targetGroups }: Explanation): readonly EventNotice[] {
  const set = changes(current, required);
  if (mode !== "enforce" || set === "") return [];
  const origin = targetGroups[0]?.origin;
  return [notice("Injected", `Pods of this workload are created with ${set}.`, origin)];
}

function wouldSet({ mode, current, required }: Explanation): string {
  const set = changes(current, required);
  return mode === "enforce" || set === "" ? "" : ` Mode enforce would create its Pods with ${set}.`;
}

function changes(current: Explanation["current"], required: Explanation["required"]): string {
  const sleep = required.preStop !== current.preStop && required.preStop !== undefined;
  const grace = required.gracePeriod !== current.gracePeriod;
  return [
    ...(sleep ? [`a ${required.preStop} s preStop sleep`] : []),
    ...(grace ? [`a ${required.gracePeriod} s grace period`] : []),
  ].join(" and ");
}

const notice = (reason: EventReason, note: string, related: ObjectRef | undefined): EventNotice => ({
  reason,
  note,
  related,
  hash: contentHash([reason, note]),
});

/** Where the number came from that does not fit, or the object that is at fault. */
function relatedTo({ subject, because }: Finding, workload: ObjectRef): ObjectRef | undefined {
  const objects = [subject, ...because.flatMap(({ source }) => (source.from === "object" ? [source.object] : []))];
  return objects.find((object) => !sameObject(object, workload));
}
