import { ruleCounts } from "#check/rule-counts.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import { controllerJson } from "#wording/cluster/controller-json.ts";
import { nodeJson } from "#wording/cluster/node-json.ts";
import { findingJson } from "#wording/finding-json.ts";
import { jsonText } from "#wording/printable.ts";
import type { AuditOverview, RankedWorkload } from "./audit-overview.ts";
import { auditSummary } from "./audit-summary.ts";
import { nextCommands } from "./next-commands.ts";

/** An audit as `-o json` prints it: one explanation a workload, with what its running Pods lack; part of `outlive.dev/v1alpha1`. */
export const auditJson = (overview: AuditOverview): object => ({
  ...aroundItems(overview),
  items: overview.ranked.map((workload) => itemJson(workload, overview.rate)),
});

/** The text of it, item by item: that of a large cluster is not held as a whole. */
export function* auditJsonParts(overview: AuditOverview): Generator<string, void, undefined> {
  const empty = '"items": []';
  const text = jsonText({ ...aroundItems(overview), items: [] }, 2);
  const at = text.lastIndexOf(empty);
  yield text.slice(0, at);
  yield '"items": [';
  for (const [index, workload] of overview.ranked.entries()) {
    const item = jsonText(itemJson(workload, overview.rate), 2).replaceAll("\n", "\n    ");
    yield `${index === 0 ? "" : ","}\n    ${item}`;
  }
  yield `${overview.ranked.length === 0 ? "" : "\n  "}]${text.slice(at + empty.length)}\n`;
}

const aroundItems = (overview: AuditOverview): object => ({
  apiVersion: "outlive.dev/v1alpha1",
  kind: "Audit",
  source: {
    cluster: overview.source.cluster ?? null,
    server: overview.source.server ?? null,
    kubernetes: overview.source.kubernetes ?? null,
    at: overview.source.at,
    outlive: overview.source.version,
    configuration: overview.source.configuration,
    unreadable: overview.source.unreadable,
  },
  preview: overview.preview,
  summary: {
    ...auditSummary(overview.report),
    workloadsLosingRequests: overview.totals.losing,
    workloadsToChange: overview.totals.changes,
    requestsPerSecond: overview.rate,
    requestsAtRisk: Math.round(overview.totals.lost),
    requestsAtRiskEnforced: Math.round(overview.totals.lostEnforced),
    ignored: overview.totals.ignored,
  },
  rules: ruleCounts(overview.findings),
  controller: controllerJson(overview.report.controller),
  nodes: overview.report.nodes.map(nodeJson),
  controllerFindings: overview.report.controllerFindings.map(findingJson),
  floorFindings: overview.report.floorFindings.map(findingJson),
  namespaceFindings: overview.report.namespaceFindings.map(findingJson),
  ignored: overview.report.ignored.map(ignoredJson),
  next: nextCommands(overview),
});

const itemJson = ({ explanation, pods, outdatedPods, owner, cost, changes }: RankedWorkload, rate: number): object => ({
  ...explanationJson(explanation, rate),
  skipped:
    explanation.skipped === undefined ? null : { reason: explanation.skipped.reason, detail: explanation.skipped.detail ?? null },
  owner: owner ?? null,
  requestsAtRisk: cost.now.lost === undefined ? null : Math.round(cost.now.lost),
  changes,
  pods,
  outdatedPods,
  ignored: explanation.ignored.map(ignoredJson),
});

const ignoredJson = ({ finding, reason, by }: IgnoredFinding): object => ({ ...findingJson(finding), reason, by });
