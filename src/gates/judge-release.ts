/** What admission will make of the Pods of a release, asked before there are any. */
import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { explain } from "#explain/explain.ts";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { findingText } from "#wording/finding-text.ts";
import { printable, quotable } from "#wording/printable.ts";
import type { ForeignTarget } from "./flagger-call.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import type { Release } from "./release.ts";

/** As Flagger shows them in an Event. */
const longestLine = 500;

/** With the routes to the primary, which takes over the template, and those to the target itself. */
export function judgeRelease(release: Release, context: GivenContext): GateVerdict {
  const { kind, namespace, name } = release;
  const workload = context.view.get(kind, namespace, name);
  const title = `${kind} ${namespace}/${name}`;
  if (workload === undefined) return passed("unknown", `${title} is not known, so nothing is refused.`);
  if (namespaceTreatment(namespace, decisionContext(context)).outOfScope !== undefined)
    return passed("out-of-scope", `namespace ${namespace} is not in scope, so nothing is refused.`);
  const findings = refusing(workload, context);
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

/** A Canary may release what makes no Pods by itself. */
export const foreignTarget = ({ kind, namespace, name }: ForeignTarget): GateVerdict =>
  passed("unknown", `${kind} ${namespace}/${name} is not evaluated here, so nothing is refused.`);

/** As admission, which then lets objects through. */
export const notJudged = ({ kind, namespace, name }: Release): GateVerdict =>
  passed("unknown", `${kind} ${namespace}/${name} could not be evaluated, so nothing is refused; see the log of Outlive.`);

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
  return (explanation.mode === "enforce" ? afterInjection(explanation) : explanation.findings).filter(
    ({ severity }) => severity === "error",
  );
}

/** In enforce mode new Pods are given their values, so that only what injection cannot fix and what is wrong with routes counts. */
function afterInjection({ remaining, findings }: Explanation): readonly Finding[] {
  const ofRoutes = findings.filter(({ rule }) => !ruleIds.some((id) => id === rule));
  const said = new Set(remaining.map(({ rule, subject }) => `${rule} ${printRef(subject)}`));
  return [...remaining, ...ofRoutes.filter(({ rule, subject }) => !said.has(`${rule} ${printRef(subject)}`))];
}
