import { expect, test } from "vitest";
import { fewestPodsOf } from "#assessment/fewest-pods.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { viewOf } from "../support/view.ts";

const metadata = { name: "shop", namespace: "web" };

const autoscaler = (
  minReplicas: number | undefined,
  target: object = { kind: "Deployment", name: "shop" },
  version = "v2",
): object => ({
  apiVersion: `autoscaling/${version}`,
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "shop-hpa", namespace: "web" },
  spec: { scaleTargetRef: { apiVersion: "apps/v1", ...target }, minReplicas, maxReplicas: 10 },
});

const fewest = (replicas: number | undefined, objects: readonly object[] = [], kind = "Deployment") => {
  const workload = readWorkload({ apiVersion: "apps/v1", kind, metadata, spec: { replicas } });
  if (workload === undefined) throw new Error("a workload was expected");
  return fewestPodsOf(workload, viewOf(objects));
};

const alone = (pods: number) => ({ pods, autoscaler: undefined });
const scaled = (pods: number) => ({ pods, autoscaler: "shop-hpa" });

test.each([
  ["as many as it says", () => fewest(3), alone(3)],
  ["one where it says nothing", () => fewest(undefined), alone(1)],
  ["a StatefulSet too", () => fewest(undefined, [], "StatefulSet"), alone(1)],
  ["as few as its autoscaler leaves, whatever it says itself", () => fewest(5, [autoscaler(2)]), scaled(2)],
  ["one where the autoscaler says nothing", () => fewest(undefined, [autoscaler(undefined)]), scaled(1)],
  ["an autoscaler of the old version", () => fewest(5, [autoscaler(2, undefined, "v1")]), scaled(2)],
  ["none, and its autoscaler waits", () => fewest(0, [autoscaler(2)]), alone(0)],
  [
    "an autoscaler of another kind of the same name",
    () => fewest(5, [autoscaler(2, { kind: "StatefulSet", name: "shop" })]),
    alone(5),
  ],
  ["an autoscaler of another name", () => fewest(5, [autoscaler(2, { kind: "Deployment", name: "cart" })]), alone(5)],
  ["a DaemonSet has as many as there are nodes", () => fewest(undefined, [], "DaemonSet"), undefined],
])("%s", (_, actual, expected) => {
  expect(actual()).toEqual(expected);
});
