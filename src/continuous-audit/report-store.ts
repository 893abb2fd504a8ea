import { objectAt } from "#kubernetes/api/api-object.ts";
import { collectionPath } from "#kubernetes/api/api-path.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { asList, at } from "#kubernetes/objects/lenient-json.ts";
import { type ReportApi, reportApis } from "#reports/report-api.ts";
import { managedBy, reportName } from "#reports/report-object.ts";
import { readStoredReport, type StoredReport } from "#reports/stored-report.ts";

export type ReportApiChoice = "auto" | ReportApi["name"];

/** Which API the server has; of `auto` the first that it has. @throws ApiError */
export async function discoverReportApi(client: ApiClient, choice: ReportApiChoice): Promise<ReportApi | undefined> {
  for (const api of reportApis) {
    if (choice !== "auto" && choice !== api.name) continue;
    const found = await objectAt(client, `/apis/${api.group}/${api.version}`);
    const names = asList(at(found, "resources")).map((resource) => at(resource, "name"));
    if (names.includes(api.plural)) return api;
  }
  return undefined;
}

/** All of ours by the uid of their workload, in one answer: some servers of reports know no pages. @throws ApiError */
export async function listReports(client: ApiClient, api: ReportApi): Promise<ReadonlyMap<string, StoredReport>> {
  const selector = encodeURIComponent(`${managedBy.label}=${managedBy.value}`);
  const list = await objectAt(client, `${collectionPath(api)}?labelSelector=${selector}`);
  const reports = asList(at(list, "items")).flatMap((item) => readStoredReport(item) ?? []);
  return new Map(reports.map((report) => [report.uid, report]));
}

export const reportsPath = (api: ReportApi, namespace: string): string =>
  `/apis/${api.group}/${api.version}/namespaces/${namespace}/${api.plural}`;

export const reportPath = (api: ReportApi, namespace: string, uid: string): string =>
  `${reportsPath(api, namespace)}/${reportName(uid)}`;
