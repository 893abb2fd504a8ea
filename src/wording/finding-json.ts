import type { Finding } from "#model/findings/finding.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { FindingDocument } from "#model/reports/v1alpha1.ts";
import { findingText } from "./finding-text.ts";
import { message } from "./message.ts";
import { ruleUrl } from "./rule-texts/rule-page.ts";

/** A finding as commands print it with `-o json`. */
export function findingJson(finding: Finding): FindingDocument {
  const text = findingText(finding);
  return {
    rule: finding.rule,
    severity: finding.severity,
    subject: finding.subject,
    path: finding.path,
    message: message(text),
    what: text.what,
    why: text.why,
    do: text.todo,
    ruleUrl: ruleUrl(finding.rule) ?? null,
    fixable: finding.remedy !== undefined,
    actualSeconds: finding.actual ?? null,
    requiredSeconds: finding.required ?? null,
    because: finding.because.map(({ name, value, source }) => ({ name, seconds: value, source: printSource(source) })),
  };
}
