import type { Finding } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { findingText } from "./finding-text.ts";
import { message } from "./message.ts";
import { ruleUrl } from "./rule-texts/rule-page.ts";

/** A finding as commands print it with `-o json`; part of `outlive.dev/v1alpha1`. */
export interface FindingJson {
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly subject: ObjectRef;
  readonly path: string;
  /** What, why, what to do. */
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly do: string;
  /** Null where the docs are not published. */
  readonly ruleUrl: string | null;
  /** There is a value that fixes it, in the workload or on a route. */
  readonly fixable: boolean;
  readonly actualSeconds: Seconds | null;
  readonly requiredSeconds: Seconds | null;
  readonly because: readonly { readonly name: string; readonly seconds: Seconds; readonly source: string }[];
}

export function findingJson(finding: Finding): FindingJson {
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
