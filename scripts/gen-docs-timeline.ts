import { join } from "node:path";
import { completeManifests } from "#assessment/complete-manifests.ts";
import { explain } from "#explain/explain.ts";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { timelineSvg } from "#explain/timeline-svg.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";

/** What `outlive explain deployment/shop -f docs/example -o svg` prints, under a policy. */
export async function timelinePicture(root: string, defaultPolicy: (typeof builtInPolicies)[number]["name"]): Promise<string> {
  const { view } = await readManifests(watchedKinds, [join(root, "docs/example")], (async function* () {})());
  const read = readSettings({ defaultPolicy }, builtInPolicies);
  const workload = view.get("Deployment", "web", "shop");
  if (!read.ok || workload === undefined) throw new Error("docs/example has no Deployment web/shop");
  const explanation = explain(workload, { view: completeManifests(view, read.configuration.flags).view, ...read.configuration });
  return `${timelineSvg(explanationTimeline(explanation), { title: `One Pod of ${printRef(workload.ref)}` }).source}\n`;
}
