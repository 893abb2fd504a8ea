import { expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { admissionFor, answer } from "../support/decided-review.ts";
import { binding, delay, ingress, pod, service } from "../support/shop.ts";

const admission = admissionFor([service("web"), ingress("web", delay(35)), binding("web")]);

interface Spec {
  readonly containers: readonly [JsonObject, ...JsonObject[]];
  readonly [field: string]: unknown;
}

/** A Pod with a sleep of its own beside a container that has none, and with a gate of somebody else. */
const written = (): JsonObject => {
  const made = pod("web", "one", {}) as { spec: Spec };
  const [app] = made.spec.containers;
  const helper = { name: "helper", image: "helper:1", lifecycle: { preStop: { sleep: { seconds: 5 } } } };
  return {
    ...made,
    spec: {
      ...made.spec,
      terminationGracePeriodSeconds: 30,
      containers: [app, helper],
      readinessGates: [{ conditionType: "example.com/warm" }],
    },
  } as unknown as JsonObject;
};

/** The same as a policy in the API server leaves it. */
const withFloor = (): JsonObject => {
  const made = written() as unknown as { metadata: object; spec: Spec };
  const [app, ...others] = made.spec.containers;
  return {
    ...made,
    metadata: { ...made.metadata, annotations: { "outlive.dev/floor": "sleep=200,before=30" } },
    spec: {
      ...made.spec,
      terminationGracePeriodSeconds: 210,
      containers: [{ ...app, lifecycle: { preStop: { sleep: { seconds: 200 } } } }, ...others],
    },
  } as unknown as JsonObject;
};

test("a Pod with a floor is stored as it would be without: raised hooks and added gates included", () => {
  expect(answer(admission, withFloor()).stored).toEqual(answer(admission, written()).stored);
});
