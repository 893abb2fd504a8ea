import { completeManifests } from "#assessment/complete-manifests.ts";
import { explain as explainWorkload } from "#explain/explain.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { manifestsOfObjects } from "#manifests/given-objects.ts";
import type { ExplanationDocument } from "#model/reports/v1alpha1.ts";
import { configurationOf } from "./configuration.ts";
import type { OutliveOptions } from "./options.ts";

/**
 * What `outlive explain --all -o json` says of the workloads among these objects: the target groups that their Pods are in, what that
 * requires of the Pods, and what is wrong. Sorted by namespace. The objects are not changed, and nothing but them is read.
 *
 * @throws OutliveOptionsError
 */
export function explain(objects: readonly unknown[], options: OutliveOptions = {}): readonly ExplanationDocument[] {
  const { view, objects: subjects } = manifestsOfObjects(watchedKinds, objects, options.namespace ?? "default");
  const pods = subjects.flatMap(({ kind, document }) => (kind === "Pod" ? (readWorkload(document.raw) ?? []) : []));
  const configuration = configurationOf(options);
  const complete = completeManifests(view, configuration.flags).view;
  const context = { view: complete, ...configuration };
  return topLevelWorkloads({ view: complete, pods }, undefined).map((workload) =>
    explanationJson(explainWorkload(workload, context)),
  );
}
