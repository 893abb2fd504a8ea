import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { CheckReport, PlacedFinding } from "#model/reports/check-report.ts";
import { amount, ingressRef, shopRef } from "../support/workload-facts.ts";

const tooShort: Finding = {
  rule: "prestop-outlives-deregistration",
  severity: "error",
  subject: shopRef,
  path: "spec.template.spec.containers[0].lifecycle.preStop",
  actual: seconds(10),
  required: seconds(40),
  because: [amount("preStop", 10), amount("deregistrationDelay", 35)],
  details: { origin: "Ingress web/shop" },
};

const unreadable: Finding = {
  rule: "deregistration-delay-valid",
  severity: "error",
  subject: ingressRef,
  path: "alb.ingress.kubernetes.io/target-group-attributes",
  actual: undefined,
  required: undefined,
  because: [],
  details: { value: "35%,\n::error::<&\u0007\u001b[31m" },
};

const lone: Finding = {
  rule: "replicas-at-least-two",
  severity: "warning",
  subject: shopRef,
  path: "spec.replicas",
  actual: undefined,
  required: undefined,
  because: [],
  details: { replicas: "1" },
};

const placed = (finding: Finding, file: string, line: number): PlacedFinding => ({ finding, file, line });

export const emptyReport: CheckReport = { findings: [], ignored: [], skipped: [], checked: [], unreadable: [] };

/** Two files with findings, one of them with a name that every format has to escape; a skipped workload; a file that is broken. */
export const sampleReport: CheckReport = {
  ignored: [],
  findings: [
    placed(lone, "deploy/shop.yaml", 5),
    placed(tooShort, "deploy/shop.yaml", 18),
    placed(unreadable, "a:b, c%/<ä>.yaml", 8),
  ],
  skipped: [{ subject: { ...shopRef, name: "batch" }, reason: 'drains "by itself"', file: "deploy/batch.yaml", line: 7 }],
  checked: [
    { subject: shopRef, file: "deploy/shop.yaml", line: 1 },
    { subject: { ...shopRef, name: "batch" }, file: "deploy/batch.yaml", line: 1 },
    { subject: { ...shopRef, name: "fine" }, file: "deploy/fine.yaml", line: 1 },
    { subject: ingressRef, file: "a:b, c%/<ä>.yaml", line: 1 },
  ],
  unreadable: [
    { file: "broken.yaml", line: 3, message: "this is not valid YAML" },
    { file: "/gone", line: undefined, message: "/gone cannot be read" },
  ],
};
