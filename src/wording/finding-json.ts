import type { Finding } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { findingText } from "./finding-text.ts";
import { message } from "./message.ts";

/** A finding as commands print it with `-o json`; part of `outlive.dev/v1alpha1`. */
export interface FindingJson {
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly subject: ObjectRef;
  readonly path: string;
  /** What, why, what to do. */
  readonly message: string;
  readonly actualSeconds: Seconds | null;
  readonly requiredSeconds: Seconds | null;
  readonly because: readonly { readonly name: string; readonly seconds: Seconds; readonly source: string }[];
}

export const findingJson = (finding: Finding): FindingJson => ({
  rule: finding.rule,
  severity: finding.severity,
  subject: finding.subject,
  path: finding.path,
  message: message(findingText(finding)),
  actualSeconds: finding.actual ?? null,
  requiredSeconds: finding.required ?? null,
  because: finding.because.map(({ name, value, source }) => ({ name, seconds: value, source: printSource(source) })),
});
