import { auditPage } from "#audit/page/audit-page.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { overviewOf } from "../audit/overview-sample.ts";

/** The page of a cluster with these workloads, each of which has Pods to restart. */
export const auditPageOf = (explanations: readonly Explanation[]): string =>
  auditPage(
    overviewOf({
      workloads: explanations.map((explanation) => ({ explanation, pods: 2, outdatedPods: 1 })),
      outOfScope: 3,
      namespaceFindings: [],
      controller: { controllers: [], flags: [], autoMode: false },
      controllerFindings: [],
      floorFindings: [],
      ignored: [],
      nodes: [],
    }),
  );
