import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { metricTable } from "#server/metric-table.ts";
import { createMetrics } from "#server/metrics.ts";
import { only, render, root } from "./helm.ts";

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const runbookBaseUrl = "https://docs.example/operations.md";
const monitored = render({ values: { prometheusRule: { enabled: true, runbookBaseUrl }, grafanaDashboard: { enabled: true } } });
const dashboard = JSON.parse(
  (only(monitored, "ConfigMap", "outlive-dashboard")["data"] as Record<string, string>)["outlive.json"] ?? "",
) as {
  readonly panels: readonly Panel[];
};
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const));
const alerts = (only(monitored, "PrometheusRule")["spec"] as { groups: [{ rules: readonly Alert[] }] }).groups[0].rules;

/** What the process itself says at /metrics, so that a metric of a library is known by the same test. */
const served = await createMetrics({
  version: "0",
  synced: () => true,
  caches: () => [{ kind: "Pod", objects: 1, stubs: 0, lastEventAtMs: 1, relists: 1, errors: 1 }],
  certificateExpiryMs: () => 1,
  draining: () => false,
  eventLoopLagSeconds: () => 0,
  logLinesDropped: () => 0,
}).read();
const exposed = new Set([...served.text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));

const metricsIn = (expr: string): readonly string[] => [...new Set(expr.match(/\b(?:outlive|nodejs|process)_[a-z0-9_]+/g) ?? [])];
const baseOf = (name: string): string => (exposed.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ""));

/** From Prometheus, besides a metric's own. */
const added = ["job", "namespace", "pod", "le", "instance"];
const labelsIn = (expr: string): readonly string[] => [
  ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(",").map((label) => label.trim())),
  ...[...expr.matchAll(/[{,]([a-z_]+)(?==)/g)].map(([, label = ""]) => label),
];
const labelsOf = (name: string): readonly string[] =>
  Object.values(metricTable).find((metric) => metric.name === baseOf(name))?.labels ?? [];

const asked = [...queries, ...alerts.map(({ alert, expr }) => [alert, expr] as const)];

describe("every query of dashboard and alerts", () => {
  test.each(asked)("%s asks for metrics that are served: %s", (_, expr) => {
    const names = metricsIn(expr);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !exposed.has(baseOf(name)))).toEqual([]);
  });
  test.each(asked)("%s names labels that they have: %s", (_, expr) => {
    const known = [...added, ...metricsIn(expr).flatMap(labelsOf)];
    expect(labelsIn(expr).filter((label) => !known.includes(label))).toEqual([]);
  });
});

test("every metric of our own is on the dashboard", () => {
  const shown = queries.flatMap(([, expr]) => metricsIn(expr).map(baseOf));
  expect(
    Object.values(metricTable)
      .map(({ name }) => name)
      .filter((name) => !shown.includes(name)),
  ).toEqual([]);
});

describe("alerts", () => {
  const headings = [...readFileSync(join(root, "docs/operations.md"), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, "")
      .replaceAll(" ", "-"),
  );
  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    "%s says what, what it means and where to read on",
    (_, { labels, annotations }) => {
      expect(["warning", "critical"]).toContain(labels.severity);
      expect(annotations.summary.length * annotations.description.length).toBeGreaterThan(0);
      const [page, anchor = ""] = annotations.runbook_url.split("#");
      expect(page).toBe(runbookBaseUrl);
      expect(headings).toContain(anchor);
    },
  );

  test("have no link where no page is named", () => {
    const rules = render({ values: { prometheusRule: { enabled: true, runbookBaseUrl: "" } } });
    expect(JSON.stringify(only(rules, "PrometheusRule"))).not.toContain("runbook_url");
  });
});
