import { readFile } from "node:fs/promises";
import { editManifest } from "#manifests/edit/manifest-edit.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { InputDiagnostic, ManifestFix } from "#model/reports/check-report.ts";
import { printStep } from "#model/workloads/plan.ts";
import { replaceFile } from "./replace-file.ts";

export interface Fixed {
  /** A line for each file and workload that was changed, or could not be. */
  readonly changes: readonly string[];
  /** Files that could not be written. */
  readonly failed: readonly InputDiagnostic[];
}

/** Writes fixes into the files of their objects; a file that needs nothing is not touched. */
export async function writeFixes(fixes: readonly ManifestFix[]): Promise<Fixed> {
  const changes: string[] = [];
  const failed: InputDiagnostic[] = [];
  for (const [file, ofFile] of Map.groupBy(fixes, (fix) => fix.file)) {
    try {
      changes.push(...(await fixFile(file, ofFile)));
    } catch (error) {
      const message = `${file} cannot be changed: ${error instanceof Error ? error.message : String(error)}`;
      failed.push({ file, line: undefined, message });
    }
  }
  return { changes, failed };
}

async function fixFile(file: string, fixes: readonly ManifestFix[]): Promise<readonly string[]> {
  const before = await readFile(file, "utf8");
  const { text, done, refused } = editManifest(before, fixes);
  if (text !== before) await replaceFile(file, text);
  return [
    ...done.map((fix) => `${file}: fixed ${printRef(fix.subject)}: ${stepsOf(fix)}`),
    ...refused.map(
      (fix) =>
        `${file}:${fix.line}: ${printRef(fix.subject)} cannot be fixed without changing more than that; set ${stepsOf(fix)}`,
    ),
  ];
}

function stepsOf(fix: ManifestFix): string {
  switch (fix.kind) {
    case "workload":
      return fix.plan.flatMap((step) => printStep(step) ?? []).join("; ");
    case "route":
      return `${fix.setting.field}: ${printDelaySetting(fix.setting, fix.delay)}`;
  }
}
