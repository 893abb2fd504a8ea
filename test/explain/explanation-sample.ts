import type { Finding } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const attributes = fromObject(ingressRef, "alb.ingress.kubernetes.io/target-group-attributes");

export const sampleTargetGroup: TargetGroup = {
  ...targetGroup({ attributes: { "deregistration_delay.timeout_seconds": "35" } }),
  deregistrationDelay: { value: seconds(35), source: attributes },
};

const sampleFinding: Finding = {
  rule: "prestop-outlives-deregistration",
  severity: "error",
  subject: shopRef,
  path: "spec.template.spec.containers[0].lifecycle.preStop",
  actual: undefined,
  required: seconds(40),
  because: [{ name: "deregistrationDelay", value: seconds(35), source: attributes }],
  details: { origin: "Ingress web/shop", service: "shop:http", loadBalancer: "alb" },
};

const gate = "target-health.elbv2.k8s.aws/k8s-web-shop-0123456789";

/** A Deployment as most are: no sleep, the default grace period, and a delay of 35 in front. */
export const sampleExplanation: Explanation = {
  subject: shopRef,
  policy: "pod-outlives-target",
  mode: "enforce",
  skipped: undefined,
  rollout: { replicas: 4, strategy: undefined, maxUnavailable: undefined, maxSurge: undefined, partition: undefined },
  targetGroups: [sampleTargetGroup],
  stoppedBy: [],
  current: { preStop: undefined, gracePeriod: seconds(30) },
  required: { preStop: seconds(40), gracePeriod: seconds(50) },
  remedy: { routes: [], preStop: seconds(40), gracePeriod: seconds(50) },
  shutdown: { name: "shutdown", value: seconds(5), source: { from: "setting", name: "shutdown" } },
  propagation: { name: "propagation", value: seconds(10), source: { from: "setting", name: "propagation.albIp.minimum" } },
  requestTimeout: undefined,
  keepAlive: undefined,
  readinessGates: [gate],
  nodes: [],
  controller: { controllers: [], flags: [], autoMode: false },
  gates: [{ gate, present: false, impossible: undefined }],
  findings: [sampleFinding],
  ignored: [],
  remaining: [],
};
