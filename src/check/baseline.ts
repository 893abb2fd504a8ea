/** Findings that were there when somebody began: a file in the user's Git that can be read and reviewed. */
import type { Finding } from "#model/findings/finding.ts";
import { fingerprint } from "#model/findings/fingerprint.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { printRef } from "#model/kubernetes/refs.ts";

export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
}

export type BaselineText = { readonly ok: true; readonly baseline: Baseline } | { readonly ok: false; readonly message: string };

const identity = { apiVersion: "outlive.dev/v1alpha1", kind: "Baseline" } as const;

/** The text of the file, sorted so that two of them can be compared line by line. */
export function baselineText(findings: readonly Finding[]): string {
  const entries = new Map(
    findings.map((finding) => [
      fingerprint(finding),
      { rule: finding.rule, object: printRef(finding.subject), fingerprint: fingerprint(finding) },
    ]),
  );
  const sorted = [...entries.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const lines = sorted.map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "apiVersion": "${identity.apiVersion}",\n  "kind": "${identity.kind}",\n  "findings": ${list}\n}\n`;
}

export function readBaseline(text: string): BaselineText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: "it is not JSON" };
  }
  if (!isJsonObject(value) || value["apiVersion"] !== identity.apiVersion || value["kind"] !== identity.kind)
    return { ok: false, message: `it is not a ${identity.kind} of ${identity.apiVersion}` };
  const findings = value["findings"];
  if (!Array.isArray(findings)) return { ok: false, message: "it has no list of findings" };
  const fingerprints = findings.map((entry: unknown) => (isJsonObject(entry) ? entry["fingerprint"] : undefined));
  if (!fingerprints.every((each) => typeof each === "string")) return { ok: false, message: "an entry has no fingerprint" };
  return { ok: true, baseline: { fingerprints: new Set(fingerprints) } };
}

export interface Compared<T> {
  /** Not in the baseline. */
  readonly kept: readonly T[];
  readonly known: number;
  /** Entries of the baseline that nothing was found for. */
  readonly gone: number;
}

export function comparedWith<T>({ fingerprints }: Baseline, items: readonly T[], findingOf: (item: T) => Finding): Compared<T> {
  const found = new Set<string>();
  const kept = items.filter((item) => {
    const print = fingerprint(findingOf(item));
    if (!fingerprints.has(print)) return true;
    found.add(print);
    return false;
  });
  return { kept, known: items.length - kept.length, gone: fingerprints.size - found.size };
}
