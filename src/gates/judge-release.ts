/** What admission will make of the Pods of a release, asked before there are any. */
import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { explain } from "#explain/explain.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { findingText } from "#wording/finding-text.ts";
import { printable, quotable } from "#wording/printable.ts";
import type { GateVerdict } from "./gate-verdict.ts";

export interface Release {
  readonly kind: Extract<Kind, "Deployment" | "Rollout">;
  readonly namespace: string;
  readonly name: string;
}

/** As Flagger shows them in an Event. */
const longestLine = 500;

/** Flagger's copy that serves the traffic; both are one workload to whoever reads about them. */
const primaryOf = (name: string): string => `${name}-primary`;

export function judgeRelease({ kind, namespace, name }: Release, context: GivenContext): GateVerdict {
  const workloads = [name, primaryOf(name)].flatMap((each) => context.view.get(kind, namespace, each) ?? []);
  const title = `${kind} ${namespace}/${name}`;
  if (workloads.length === 0) return passed("unknown", `${title} is not known, so nothing is refused.`);
  if (namespaceTreatment(namespace, decisionContext(context)).outOfScope !== undefined)
    return passed("out-of-scope", `namespace ${namespace} is not in scope, so nothing is refused.`);
  const findings = workloads.flatMap((workload) => refusing(workload, context));
  const [worst] = findings;
  if (worst === undefined) return passed("passed", `${title}: no request is lost.`);
  const { what, todo } = findingText(worst);
  const more = findings.length === 1 ? "" : `; and ${findings.length - 1} more`;
  return {
    ok: false,
    outcome: "refused",
    line: quotable(printable(`${what}. Fix: ${todo} (${worst.rule})${more}`), longestLine - 1),
    findings,
  };
}

/** Without the cluster nothing is known, and a gate that does not know must not be what rolls a release back. */
export const notSynced: GateVerdict = {
  ok: false,
  outcome: "not-synced",
  line: "the cluster has not been read yet; ask again",
  findings: [],
};

const passed = (outcome: GateVerdict["outcome"], line: string): GateVerdict => ({
  ok: true,
  outcome,
  line: quotable(printable(line), longestLine - 1),
  findings: [],
});

function refusing(workload: Workload, context: GivenContext): readonly Finding[] {
  const explanation = explain(workload, context);
  if (explanation.skipped !== undefined) return [];
  return (explanation.mode === "enforce" ? afterInjection(explanation) : explanation.findings)
    .filter(({ severity }) => severity === "error")
    .map((finding) => (finding.subject.name === workload.ref.name ? { ...finding, subject: asOne(workload) } : finding));
}

/** In enforce mode new Pods are given their values, so that only what injection cannot fix and what is wrong with routes counts. */
function afterInjection({ remaining, findings }: Explanation): readonly Finding[] {
  const ofRoutes = findings.filter(({ rule }) => !ruleIds.some((id) => id === rule));
  const said = new Set(remaining.map(({ rule, subject }) => `${rule} ${printRef(subject)}`));
  return [...remaining, ...ofRoutes.filter(({ rule, subject }) => !said.has(`${rule} ${printRef(subject)}`))];
}

const asOne = ({ ref }: Workload): Workload["ref"] => ({ ...ref, name: ref.name.replace(/-primary$/, "") });
