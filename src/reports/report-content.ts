import type { Finding } from "#model/findings/finding.ts";
import { type ObjectRef, printRef, refId, sameObject } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import { findingText } from "#wording/finding-text.ts";
import { message } from "#wording/message.ts";
import { printable, quotable } from "#wording/printable.ts";
import { remedyWords } from "#wording/remedy-words.ts";
import { contentHash } from "./content-hash.ts";

/** One finding as both report APIs take it; the time at which it was first seen is added when it is written. */
export interface ReportResult {
  /** Stays the same while the numbers in the message change. */
  readonly id: string;
  readonly rule: string;
  readonly result: "fail" | "warn" | "error";
  readonly severity: "high" | "medium";
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** What the report on one workload holds. */
export interface ReportContent {
  readonly subject: ObjectRef;
  readonly uid: string;
  readonly policy: string;
  readonly results: readonly ReportResult[];
  /** How many findings there are beyond those listed. */
  readonly omitted: number;
  /** Of all of it: equal hashes mean that there is nothing to write. */
  readonly hash: string;
}

/** A report of so many results takes 50 kB, far below the 1.5 MB of an object. */
export const mostResults = 50;

/** Undefined where nothing fails: such a workload has no report. */
export function reportContentOf({ explanation }: Pick<AuditedWorkload, "explanation">, uid: string): ReportContent | undefined {
  const { subject, policy, findings, skipped } = explanation;
  if (findings.length === 0 || skipped?.reason === "skipped-by-annotation") return undefined;
  const all = findings.map((finding) => resultOf(finding, subject, uid)).sort(byRuleThenId);
  const results = all.slice(0, mostResults);
  const omitted = all.length - results.length;
  return { subject, uid, policy, results, omitted, hash: contentHash([subject, policy, results, omitted]) };
}

function resultOf(finding: Finding, workload: ObjectRef, uid: string): ReportResult {
  const { rule, severity, subject, path, actual, required, details, remedy } = finding;
  const identity = [
    uid,
    rule,
    refId(subject),
    path,
    details["origin"],
    details["service"],
    details["gate"],
    details["container"],
  ];
  const id = contentHash(identity.map((part) => part ?? null));
  const about = sameObject(subject, workload) ? {} : { subject: line(printRef(subject)) };
  return {
    id,
    rule,
    result: unreadable.has(rule) ? "error" : severity === "error" ? "fail" : "warn",
    severity: severity === "error" ? "high" : "medium",
    message: line(message(findingText(finding))),
    properties: {
      ...about,
      field: line(path),
      ...(actual === undefined ? {} : { actualSeconds: String(actual) }),
      ...(required === undefined ? {} : { requiredSeconds: String(required) }),
      ...(remedy === undefined ? {} : { remedy: line(remedyWords(remedy)) }),
      resultID: id,
    },
  };
}

/** Values that could not be read, so that the workload is not judged as its owner meant. */
const unreadable: ReadonlySet<Finding["rule"]> = new Set([
  "override-invalid",
  "policy-unknown",
  "mode-unknown",
  "value-not-text",
]);

/** Readers of reports show values as they are: one line of harmless text that is not too long. */
const line = (text: string): string => quotable(printable(text), 500);

const byRuleThenId = (a: ReportResult, b: ReportResult): number => compare(a.rule, b.rule) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
