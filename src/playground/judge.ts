/** What `check` and `explain --all` say of one text, and the text with their values in it. */
import { completeManifests } from "#assessment/complete-manifests.ts";
import { type Checked, check } from "#check/check.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { editManifest } from "#manifests/edit/manifest-edit.ts";
import { ManifestCollection, type Manifests } from "#manifests/manifest-collection.ts";
import { parseManifest } from "#manifests/read/manifest-documents.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { ManifestFix } from "#model/reports/check-report.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import type { FixedText, Judgement, Note } from "./judgement.ts";

type Chosen = Pick<Configuration, "settings" | "flags">;

/** In characters; what a cluster stores of one object is never longer (etcd's limit on requests). */
export const longestText = 1_500_000;

/** Placed as in a file of this name. */
const file = "-";

export function judge(text: string, chosen: Chosen): Judgement {
  if (text.length > longestText) return tooLong(text);
  const manifests = read(text);
  const { view, assumptions } = completeManifests(manifests.view, chosen.flags);
  const checked = check({ view, objects: manifests.objects }, chosen);
  const pods = manifests.objects.flatMap(({ kind, document }) => (kind === "Pod" ? (readWorkload(document.raw) ?? []) : []));
  return {
    explanations: topLevelWorkloads({ view, pods }, undefined).map((workload) => explain(workload, { view, ...chosen })),
    checked,
    notes: [
      ...manifests.problems.map(({ severity, line, message }): Note => ({ severity, line, message })),
      ...assumptions.map((assumption): Note => ({ severity: "notice", line: undefined, message: assumptionText(assumption) })),
    ],
    fixed: fixedText(text, checked, chosen),
  };
}

function read(text: string): Manifests {
  const collected = new ManifestCollection(watchedKinds, "default");
  collected.add(parseManifest(file, text, (apiVersion, kind) => collected.isKnown(apiVersion, kind)));
  return collected.manifests();
}

/** Routes before workloads, whose timings follow from the delays. */
function fixedText(text: string, { fixes }: Checked, chosen: Chosen): FixedText {
  const routes = edited(text, fixes.routes);
  const workloads = fixes.routes.length === 0 ? fixes.workloads : workloadFixes(routes.text, chosen);
  const both = edited(routes.text, workloads);
  return { text: both.text, refused: [...routes.refused, ...both.refused] };
}

function workloadFixes(text: string, chosen: Chosen): readonly ManifestFix[] {
  const manifests = read(text);
  const { view } = completeManifests(manifests.view, chosen.flags);
  return check({ view, objects: manifests.objects }, chosen).fixes.workloads;
}

function edited(text: string, fixes: readonly ManifestFix[]): FixedText {
  if (fixes.length === 0) return { text, refused: [] };
  const { text: result, refused } = editManifest(text, fixes);
  return { text: result, refused: refused.map(({ subject, line }) => `line ${line}: ${printRef(subject)}`) };
}

const tooLong = (text: string): Judgement => ({
  explanations: [],
  checked: { findings: [], ignored: [], skipped: [], checked: [], fixes: { workloads: [], routes: [] } },
  notes: [
    {
      severity: "error",
      line: undefined,
      message: `These ${text.length.toLocaleString("en")} characters are more than the page reads (${longestText.toLocaleString("en")}). Use outlive check.`,
    },
  ],
  fixed: { text, refused: [] },
});
