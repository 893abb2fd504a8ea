/** The two APIs that take the same reports; which one is installed decides. */
export interface ReportApi {
  readonly name: "openreports" | "wgpolicyk8s";
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

/** In order of preference: the second is the older one. */
export const reportApis: readonly [ReportApi, ReportApi] = [
  { name: "openreports", group: "openreports.io", version: "v1alpha1", plural: "reports", kind: "Report" },
  { name: "wgpolicyk8s", group: "wgpolicyk8s.io", version: "v1alpha2", plural: "policyreports", kind: "PolicyReport" },
];
