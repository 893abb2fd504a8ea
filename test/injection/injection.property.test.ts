/** What holds for every Pod and every template, whatever is in it: reviews as the API server posts them, answers as it takes them. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { readPreStop } from "#kubernetes/objects/read-pre-stop.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { arbitraryPod, deploymentOf, type GivenPod, groupsOf } from "../support/arbitrary-pod.ts";
import { admissionFor, answer } from "../support/decided-review.ts";
import type { ReviewResponse } from "../support/front.ts";
import { listAt } from "../support/stored.ts";

// Every sample is a cluster of its own, read and decided from the beginning.
vi.setConfig({ testTimeout: 60_000 });

const specOf = (object: JsonObject): JsonObject =>
  object["kind"] === "Pod" ? objectAt(object, "spec") : objectAt(object, "spec", "template", "spec");

const sleepsOf = (object: JsonObject): readonly (number | undefined)[] =>
  listAt(specOf(object), "containers").map((container) => {
    const hook = readPreStop(container["lifecycle"]);
    return hook.kind === "sleep" ? hook.seconds : undefined;
  });

const graceOf = (object: JsonObject): number => Number(specOf(object)["terminationGracePeriodSeconds"]);

/** Nothing on the Pod mends these; they are told. */
const ofRouteOrApplication = new Set(["grace-within-deregistration"]);

type Shape = readonly [string, (given: GivenPod) => JsonObject];

const shapes: readonly Shape[] = [
  ["Pod", ({ pod }) => pod],
  ["Deployment", deploymentOf],
];

describe.each(shapes)("a %s that is created", (kind, objectOf) => {
  test("has no error left after injection but those that only its route can mend", () => {
    fc.assert(
      fc.property(arbitraryPod, fc.constantFrom(...builtInPolicies), (given, { name }) => {
        const admission = admissionFor(groupsOf(given), {}, name);
        const { stored, patch } = answer(admission, objectOf(given));
        // A template is left alone where that is safer; its Pods come through the other case.
        fc.pre(kind === "Pod" || patch.length > 0);
        const left = answer(admission, stored).errors.filter((id) => !ofRouteOrApplication.has(id));
        const ceiling = given.delays.some((delay) => delay + 5 > 900);
        if (!ceiling) expect(left).toEqual([]);
      }),
    );
  });

  test("is not patched a second time", () => {
    fc.assert(
      fc.property(arbitraryPod, (given) => {
        const admission = admissionFor(groupsOf(given));
        const once = answer(admission, objectOf(given));
        expect(answer(admission, once.stored).patch).toEqual([]);
      }),
    );
  });

  test("keeps everything but hooks, grace period, gates and our record, and no value of it is lowered", () => {
    fc.assert(
      fc.property(arbitraryPod, (given) => {
        const object = objectOf(given);
        const { patch, stored } = answer(admissionFor(groupsOf(given)), object);
        for (const { path } of patch)
          expect(path).toMatch(
            /^(\/spec\/template)?(\/spec\/(containers\/\d+\/lifecycle|terminationGracePeriodSeconds|readinessGates)|\/metadata\/annotations)/,
          );
        expect(withoutOurs(stored)).toEqual(withoutOurs(object));
        expect(graceOf(stored)).toBeGreaterThanOrEqual(graceOf(object));
        sleepsOf(object).forEach((seconds, index) => {
          if (seconds !== undefined) expect(sleepsOf(stored)[index]).toBeGreaterThanOrEqual(seconds);
        });
      }),
    );
  });
});

/** What is left of an object when all that we may write to is taken away. */
function withoutOurs(object: JsonObject): unknown {
  const copy = structuredClone(object) as Record<string, never>;
  const pod = (copy["kind"] === "Pod" ? copy : objectAt(copy, "spec", "template")) as unknown as {
    metadata: { annotations?: Record<string, unknown> };
    spec: Record<string, unknown> & { containers: { lifecycle?: Record<string, unknown> }[] };
  };
  delete pod.metadata.annotations?.["outlive.dev/injected"];
  delete pod.metadata.annotations?.["outlive.dev/why"];
  if (Object.keys(pod.metadata.annotations ?? {}).length === 0) delete pod.metadata.annotations;
  delete pod.spec["terminationGracePeriodSeconds"];
  delete pod.spec["readinessGates"];
  for (const container of pod.spec.containers) {
    delete container.lifecycle?.["preStop"];
    if (Object.keys(container.lifecycle ?? {}).length === 0) delete container.lifecycle;
  }
  return copy;
}

test("values are minimal: one second less of a sleep or a grace period that was set breaks a rule or its margin", () => {
  fc.assert(
    fc.property(arbitraryPod, (given) => {
      const groups = groupsOf(given);
      const { patch, stored } = answer(admissionFor(groups), given.pod);
      // Margins and chosen values of nothing leave only the rules.
      const injected = sleepsOf(stored).filter((seconds, index) => seconds !== sleepsOf(given.pod)[index]);
      const needed = Math.max(20, ...given.delays.map((delay) => delay + 5));
      for (const seconds of injected) expect(seconds).toBe(needed);
      if (patch.some(({ path }) => path === "/spec/terminationGracePeriodSeconds")) {
        const sleeps = sleepsOf(stored).filter((seconds) => seconds !== undefined);
        // A hook that takes nobody knows how long is given time for what is needed.
        expect(graceOf(stored)).toBe(Math.max(...(sleeps.length === 0 ? [needed] : sleeps)) + 5 + 5);
      }
    }),
  );
});

test("never throws: whatever is posted gets the uid back, or 400", () => {
  const admission = admissionFor([]);
  const kinds = fc.constantFrom("Pod", "Deployment", "Ingress", "Service", "TargetGroupBinding", "HTTPRoute", "Nothing");
  const object = fc.oneof(
    fc.json().map((text) => JSON.parse(text) as JsonObject),
    fc.object() as fc.Arbitrary<JsonObject>,
  );
  const posted = fc.record({
    apiVersion: fc.constantFrom("admission.k8s.io/v1", "admission.k8s.io/v1beta1", "v3"),
    kind: fc.constantFrom("AdmissionReview", "Other"),
    request: fc.record({
      uid: fc.string(),
      kind: fc.record({
        group: fc.constantFrom("", "apps", "networking.k8s.io", "elbv2.k8s.aws"),
        version: fc.constant("v1"),
        kind: kinds,
      }),
      resource: fc.record({ group: fc.constant(""), version: fc.constant("v1"), resource: fc.constant("pods") }),
      operation: fc.constantFrom("CREATE", "UPDATE", "DELETE", "CONNECT", "READ"),
      namespace: fc.constantFrom("web", "", "elsewhere"),
      object: fc.oneof(object, fc.record({ metadata: object, spec: object }), fc.constant(null)),
      oldObject: fc.oneof(object, fc.constant(null)),
    }),
  });
  const anything = fc.oneof(posted as fc.Arbitrary<unknown>, fc.anything({ withNullPrototype: true }));
  fc.assert(
    fc.property(anything, fc.constantFrom("mutate" as const, "validate" as const), (body, door) => {
      const { status, text } = admission.handle(door, structuredClone(body));
      const reply: unknown = JSON.parse(text);
      if (status === 400) {
        expect(reply).toMatchObject({ message: expect.stringContaining("AdmissionReview") });
        return;
      }
      const { response } = reply as { response: ReviewResponse };
      expect(response.uid).toBe((body as { request: { uid: string } }).request.uid);
      expect(typeof response.allowed).toBe("boolean");
    }),
    { numRuns: 1_000 },
  );
});
