import { expect, test } from "vitest";
import type { Rollout } from "#model/workloads/workload.ts";
import { replacedBy } from "#physics/replacement.ts";

const rollout = (given: Partial<Rollout>): Rollout => ({
  replicas: undefined,
  strategy: undefined,
  maxUnavailable: undefined,
  maxSurge: undefined,
  partition: undefined,
  ...given,
});

test.each<[string, string, Partial<Rollout>, object]>([
  [
    "a Deployment that says nothing has one Pod and adds another",
    "Deployment",
    {},
    { replicas: 1, pods: 1, replace: { how: "surge", surge: 1, unavailable: 0 } },
  ],
  [
    "a Deployment's limits",
    "Deployment",
    { replicas: 4, maxSurge: 0, maxUnavailable: "50%" },
    { replicas: 4, pods: 4, replace: { how: "surge", surge: 0, unavailable: 2 } },
  ],
  ["Recreate", "Deployment", { replicas: 4, strategy: "Recreate" }, { replicas: 4, pods: 4, replace: { how: "recreate" } }],
  [
    "a StatefulSet goes one by one",
    "StatefulSet",
    { replicas: 3 },
    { replicas: 3, pods: 3, replace: { how: "in-place", unavailable: 1 } },
  ],
  [
    "a StatefulSet's percentage is rounded down",
    "StatefulSet",
    { replicas: 5, maxUnavailable: "50%" },
    { replicas: 5, pods: 5, replace: { how: "in-place", unavailable: 2 } },
  ],
  [
    "a partition keeps the lower ordinals",
    "StatefulSet",
    { replicas: 5, partition: 3 },
    { replicas: 5, pods: 2, replace: { how: "in-place", unavailable: 1 } },
  ],
  [
    "and comes to one at least",
    "StatefulSet",
    { replicas: 5, maxUnavailable: "10%" },
    { replicas: 5, pods: 5, replace: { how: "in-place", unavailable: 1 } },
  ],
])("%s", (_, kind, given, expected) => {
  expect(replacedBy(kind, rollout(given))).toEqual(expected);
});

test.each<[string, string, Partial<Rollout>]>([
  ["a DaemonSet has as many Pods as there are nodes", "DaemonSet", {}],
  ["an Argo Rollout goes by its own steps", "Rollout", { replicas: 4 }],
  ["somebody else replaces Pods", "StatefulSet", { replicas: 4, strategy: "OnDelete" }],
  ["a partition keeps every Pod", "StatefulSet", { replicas: 3, partition: 3 }],
  ["there are no Pods", "Deployment", { replicas: 0 }],
  ["the API server would refuse it", "Deployment", { replicas: 4, maxSurge: "many" }],
])("nothing is known where %s", (_, kind, given) => {
  expect(replacedBy(kind, rollout(given))).toBeUndefined();
});
