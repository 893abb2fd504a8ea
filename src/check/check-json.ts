import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { CheckReport, PlacedFinding, SkippedWorkload } from "#model/reports/check-report.ts";
import { findingJson } from "#wording/finding-json.ts";
import { checkSummary } from "./check-summary.ts";

/** A report as `-o json` prints it: the fields and their meaning are fixed by `outlive.dev/v1alpha1`. */
export const checkJson = (report: CheckReport): object => ({
  apiVersion: "outlive.dev/v1alpha1",
  kind: "Report",
  summary: checkSummary(report),
  findings: report.findings.map(findingIn),
  skipped: report.skipped.map(skippedIn),
  ignored: report.ignored.map(({ finding, reason, by }) => ({
    rule: finding.rule,
    subject: subjectIn(finding.subject),
    reason,
    by,
  })),
});

function findingIn({ finding, file, line }: PlacedFinding): object {
  const { rule, severity, subject, path, ...rest } = findingJson(finding);
  return { rule, severity, subject: subjectIn(subject), path, file, line, ...rest };
}

const skippedIn = ({ subject, reason, file, line }: SkippedWorkload): object => ({
  subject: subjectIn(subject),
  reason,
  file,
  line,
});

/** The same four keys for every object, so that whoever reads them need not ask which there are. */
const subjectIn = ({ apiVersion, kind, namespace, name }: ObjectRef): object => ({
  apiVersion,
  kind,
  namespace: namespace ?? null,
  name,
});
