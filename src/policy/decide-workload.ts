import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { decidePod } from "./decide-pod.ts";
import { errorsOf } from "./evaluate.ts";
import { namingRemedy, remedyOf } from "./remedy.ts";

type WorkloadSettings = Pick<Settings, "sleepAction" | "injectReadinessGates">;

/**
 * Refused only for what the workload itself states and no injection can fix, and on an update only for what was not as bad before.
 * A conflict that comes from the route alone is a warning, not a denial: the owner of the workload cannot fix it here.
 */
export function decideWorkload(
  now: WorkloadFacts,
  before: WorkloadFacts | undefined,
  policy: Policy,
  settings: WorkloadSettings,
  notices: readonly Finding[],
  written: WorkloadFacts = now,
): Verdict {
  const decided = decidePod(now, policy, settings, notices, written);
  const earlier = before === undefined ? [] : decidePod(before, policy, settings, []).remaining;
  const because = errorsOf(decided.remaining).filter(
    (finding) => declaredByWorkload(finding, now) && !earlier.some((old) => asBad(old, finding)),
  );
  const remedy = remedyOf([...decided.findings, ...decided.remaining], now, policy);
  const named = (findings: readonly Finding[]): readonly Finding[] => namingRemedy(findings, now, policy, remedy);
  return because.length === 0
    ? { ...decided, findings: named(decided.findings), remaining: named(decided.remaining) }
    : { kind: "deny", because: named(because), findings: named(decided.findings) };
}

const declaredByWorkload = (finding: Finding, { workload }: WorkloadFacts): boolean =>
  finding.because.length === 0
    ? sameObject(finding.subject, workload.ref)
    : finding.because.some(({ source }) => source.from === "object" && sameObject(source.object, workload.ref));

const asBad = (old: Finding, now: Finding): boolean =>
  old.rule === now.rule &&
  old.path === now.path &&
  old.details["origin"] === now.details["origin"] &&
  (old.actual ?? 0) >= (now.actual ?? 0);
