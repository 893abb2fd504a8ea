import { explanationJson } from "#explain/explanation-json.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";
import { controllerJson } from "#wording/cluster/controller-json.ts";
import { nodeJson } from "#wording/cluster/node-json.ts";
import { findingJson } from "#wording/finding-json.ts";
import { auditSummary } from "./audit-summary.ts";

/** An audit as `-o json` prints it: one explanation a workload, with what its running Pods lack; part of `outlive.dev/v1alpha1`. */
export const auditJson = (report: AuditReport): object => ({
  apiVersion: "outlive.dev/v1alpha1",
  kind: "Audit",
  summary: auditSummary(report),
  controller: controllerJson(report.controller),
  nodes: report.nodes.map(nodeJson),
  controllerFindings: report.controllerFindings.map(findingJson),
  namespaceFindings: report.namespaceFindings.map(findingJson),
  items: report.workloads.map(({ explanation, pods, outdatedPods }) => ({
    ...explanationJson(explanation),
    skipped:
      explanation.skipped === undefined
        ? null
        : { reason: explanation.skipped.reason, detail: explanation.skipped.detail ?? null },
    pods,
    outdatedPods,
  })),
});
