/** Workloads whose pages and pictures are as full, as empty, as wide or as crowded as they get. */

import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation } from "../explain/explanation-sample.ts";
import { amount, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

/** `preStop` 0 stands for none. */
const times = (preStop: number, gracePeriod: number): Explanation["current"] => ({
  preStop: preStop === 0 ? undefined : seconds(preStop),
  gracePeriod: seconds(gracePeriod),
});

function behind(
  delays: readonly number[],
  overrides: Partial<TargetGroup> = {},
): Pick<Explanation, "targetGroups" | "propagation"> {
  return {
    targetGroups: delays.map((delay) => targetGroup({ delay, ...overrides })),
    propagation: delays.length === 0 ? undefined : amount("propagation", 10),
  };
}

const longName = "a-rather-long-name-as-generators-of-manifests-like-to-make-them";
const wideName = "www-mmm-www-mmm-www-mmm-www-mmm-www-mmm-www-mmm-www-mmm-www-mmm";
const bare: Explanation = { ...sampleExplanation, ...behind([]), findings: [], gates: [], readinessGates: [] };

const named = (name: string): Explanation => ({
  ...sampleExplanation,
  subject: { ...shopRef, namespace: name, name },
  ...behind([35, 300], { origin: { ...ingressRef, namespace: name, name }, service: name, port: name.slice(0, 15) }),
  gates: [
    { gate: `target-health.elbv2.k8s.aws/k8s-${name}`, present: true, impossible: `there is no TargetGroupBinding ${name}` },
  ],
});

export const explanations: readonly (readonly [string, Explanation])[] = [
  ["as most are", sampleExplanation],
  ["without a route", { ...bare, current: times(0, 30), required: times(10, 30) }],
  ["that nothing changes", { ...bare, current: times(40, 50), required: times(40, 50), ...behind([35]) }],
  ["that ends at once", { ...bare, current: times(0, 0), required: times(0, 1), ...behind([0]) }],
  ["of one second", { ...bare, current: times(0, 1), required: times(1, 2), ...behind([1]) }],
  ["that drains for an hour", { ...sampleExplanation, current: times(0, 30), required: times(3605, 3615), ...behind([3600]) }],
  ["whose signals come together at the left", { ...bare, current: times(3, 4), required: times(5, 9), ...behind([300]) }],
  [
    "whose signals come together at the right",
    { ...bare, current: times(298, 300), required: times(299, 301), ...behind([300]) },
  ],
  [
    "whose requests are cut next to the end of the delay",
    { ...bare, current: times(295, 296), required: times(305, 315), ...behind([300]) },
  ],
  [
    "that loses requests nearly to the end",
    { ...bare, current: times(41, 50), required: times(55, 60), ...behind([50]), propagation: amount("propagation", 59) },
  ],
  ["behind many target groups", { ...sampleExplanation, ...behind([0, 5, 35, 60, 120, 300, 300, 299, 298, 60]) }],
  ["with long names", named(longName)],
  ["with wide names", named(wideName)],
  [
    "that is left alone",
    {
      ...sampleExplanation,
      mode: "warn",
      skipped: { reason: "skipped-by-annotation", detail: `see ${longName.replaceAll("-", "/")}${longName}` },
    },
  ],
];
