import { expect, test } from "vitest";
import { audit } from "#audit/audit.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { reportApis } from "#reports/report-api.ts";
import { mostResults, type ReportContent, reportContentOf } from "#reports/report-content.ts";
import { reportObject } from "#reports/report-object.ts";
import { readStoredReport } from "#reports/stored-report.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const uid = "72136533-1607-4b2a-b1b3-38cf87ac8cf1";

function contentOf(attributes: string, given: Parameters<typeof deployment>[1] = {}): ReportContent | undefined {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": "audit" } } };
  const view = viewOf([namespace, service("web"), ingress("web", attributes), deployment("web", given)]);
  const settings = readSettings({}, builtInPolicies);
  if (!settings.ok) throw new Error("the defaults are wrong");
  const [audited] = audit(view.list("Deployment"), { view, ...settings.configuration }).workloads;
  return audited && reportContentOf(audited, uid);
}

const idsOf = (content: ReportContent | undefined) => content?.results.map(({ id, rule }) => `${rule} ${id}`);

test("a workload with which nothing is wrong has no report", () => {
  expect(contentOf(delay(35), { sleep: 40, grace: 60 })).toBe(undefined);
});

test("a workload that is skipped for a reason has no report", () => {
  expect(contentOf(delay(35), { annotations: { "outlive.dev/skip": "drained by hand" } })).toBe(undefined);
});

test("equal objects give equal hashes, and a change of a number another one", () => {
  expect(contentOf(delay(35))?.hash).toBe(contentOf(delay(35))?.hash);
  expect(contentOf(delay(35))?.hash).not.toBe(contentOf(delay(60))?.hash);
});

test("a finding keeps its id while its numbers change", () => {
  expect(idsOf(contentOf(delay(60)))).toEqual(idsOf(contentOf(delay(35))));
});

test("an error fails with high severity, a warning warns, and what cannot be read is an error", () => {
  const content = contentOf(delay(35), { annotations: { "outlive.dev/shutdown": "soon" } });
  const kinds = new Map(content?.results.map(({ rule, result, severity }) => [rule, `${result} ${severity}`]));
  expect(kinds.get("prestop-outlives-deregistration")).toBe("fail high");
  expect(kinds.get("override-invalid")).toBe("error high");
});

test.each(reportApis)("an object of $name holds all that a reader needs, and is read back as it was", (api) => {
  const content = contentOf(delay(35));
  if (content === undefined) throw new Error("there is something wrong with it");
  const seen = Object.fromEntries(content.results.map(({ id }, index) => [id, 1_795_800_000 + index]));
  const object = reportObject(content, api, seen, "7") as { results: readonly { source: string; timestamp: object }[] };
  expect(object).toMatchObject({
    apiVersion: `${api.group}/${api.version}`,
    kind: api.kind,
    metadata: {
      name: `outlive-${uid}`,
      namespace: "web",
      labels: { "app.kubernetes.io/managed-by": "outlive", "outlive.dev/workload": "Deployment.shop" },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: "shop", uid }],
    },
  });
  expect(object.results.every(({ source }) => source === "outlive")).toBe(true);
  expect(readStoredReport(object)).toEqual({ uid, namespace: "web", hash: content.hash, resourceVersion: "7", firstSeen: seen });
});

test.each([
  ["by its name", { name: "outlive", labels: { "app.kubernetes.io/managed-by": "outlive" } }],
  ["by its label", { name: `outlive-${uid}`, labels: { "app.kubernetes.io/managed-by": "kyverno" } }],
])("a report that is not ours %s is not read", (_, metadata) => {
  expect(readStoredReport({ metadata: { namespace: "web", ...metadata } })).toBe(undefined);
});

test("a report ends after so many results and says so", () => {
  const content = contentOf(delay(35));
  const [first] = content?.results ?? [];
  if (content === undefined || first === undefined) throw new Error("there is something wrong with it");
  const results = Array.from({ length: mostResults }, () => first);
  const object = reportObject({ ...content, results, omitted: 3 }, reportApis[0], {});
  expect(object).toMatchObject({ configuration: { limits: { maxResults: mostResults } }, summary: { fail: mostResults } });
  expect(reportObject({ ...content, results, omitted: 3 }, reportApis[1], {})).not.toHaveProperty("configuration");
});
