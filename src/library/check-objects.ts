import { completeManifests } from "#assessment/complete-manifests.ts";
import { check as checkManifests } from "#check/check.ts";
import { checkSummary } from "#check/check-summary.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { manifestsOfObjects } from "#manifests/given-objects.ts";
import type { ObjectsReport } from "#model/reports/v1alpha1.ts";
import { findingJson } from "#wording/finding-json.ts";
import { configurationOf } from "./configuration.ts";
import type { OutliveOptions } from "./options.ts";

/**
 * What `outlive check` finds in these objects, read together: a delay in one meets a sleep in another. Anything may be among them; what
 * nothing is read from is passed over. The objects are not changed, and nothing but them is read.
 *
 * @throws OutliveOptionsError
 */
export function check(objects: readonly unknown[], options: OutliveOptions = {}): ObjectsReport {
  const { view, objects: subjects, problems } = manifestsOfObjects(watchedKinds, objects, options.namespace ?? "default");
  const configuration = configurationOf(options);
  const source = { view: completeManifests(view, configuration.flags).view, objects: subjects };
  const { findings, skipped } = checkManifests(source, configuration);
  return {
    apiVersion: "outlive.dev/v1alpha1",
    kind: "Report",
    summary: checkSummary({ findings }),
    findings: findings.map(({ finding, line }) => ({ ...findingJson(finding), object: line - 1 })),
    skipped: skipped.map(({ subject, reason, line }) => ({ subject, reason, object: line - 1 })),
    notices: problems.map(({ line, message }) => ({ object: (line ?? 1) - 1, message })),
  };
}
