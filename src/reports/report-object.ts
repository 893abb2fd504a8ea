import type { ReportApi } from "./report-api.ts";
import { mostResults, type ReportContent } from "./report-content.ts";

/** Never one that lacks it is changed or deleted. */
export const managedBy = { label: "app.kubernetes.io/managed-by", value: "outlive" } as const;
export const hashAnnotation = "outlive.dev/report-hash";
const workloadLabel = "outlive.dev/workload";

/** Other tools take a report that is named by a uid alone for one of their own. */
export const reportName = (uid: string): string => `outlive-${uid}`;

/** Back from the name; undefined for a report that is none of ours. */
export const uidOfReport = (name: string): string | undefined =>
  name.startsWith("outlive-") ? name.slice("outlive-".length) : undefined;

/** Seconds since 1970 at which each result was first seen, by its id. */
export type FirstSeen = Readonly<Record<string, number>>;

/** Labels end at 63 characters (Kubernetes 1.36). */
const longestLabel = 63;

/**
 * The object to write. `resourceVersion` is that of the report which it replaces.
 * Source: the definitions of openreports.io 0.2.1 and wgpolicyk8s.io v1alpha2, which take the same fields below.
 */
export function reportObject(content: ReportContent, api: ReportApi, firstSeen: FirstSeen, resourceVersion?: string): object {
  const { subject, uid, policy, results, omitted, hash } = content;
  const { apiVersion, kind, namespace, name } = subject;
  const workload = `${kind}.${name}`;
  const count = (which: string): number => results.filter(({ result }) => result === which).length;
  return {
    apiVersion: `${api.group}/${api.version}`,
    kind: api.kind,
    metadata: {
      name: reportName(uid),
      namespace,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      labels: {
        [managedBy.label]: managedBy.value,
        ...(workload.length <= longestLabel ? { [workloadLabel]: workload } : {}),
      },
      annotations: { [hashAnnotation]: hash },
      // Without controller and blockOwnerDeletion, which would take rights on the finalizers of the owner.
      ownerReferences: [{ apiVersion, kind, name, uid }],
    },
    ...(omitted > 0 && api.name === "openreports" ? { configuration: { limits: { maxResults: mostResults } } } : {}),
    scope: { apiVersion, kind, namespace, name, uid },
    summary: { pass: 0, fail: count("fail"), warn: count("warn"), error: count("error"), skip: 0 },
    results: results.map(({ id, rule, result, severity, message, properties }) => ({
      source: "outlive",
      policy,
      rule,
      category: "Pod termination",
      severity,
      result,
      scored: true,
      timestamp: { seconds: firstSeen[id] ?? 0, nanos: 0 },
      message,
      properties,
    })),
  };
}
