import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAdmissionReview, readBySchema } from "#admission/admission-review.ts";

const request = {
  uid: "u-1",
  kind: { group: "apps", version: "v1", kind: "Deployment" },
  resource: { group: "apps", version: "v1", resource: "deployments" },
  operation: "CREATE",
  namespace: "web",
  name: "shop",
  object: { kind: "Deployment" },
  oldObject: null,
};

const review = (change: Readonly<Record<string, unknown>> = {}, version = "v1"): unknown => ({
  apiVersion: `admission.k8s.io/${version}`,
  kind: "AdmissionReview",
  request: { ...request, ...change },
});

const without = (key: string): unknown => {
  const { [key]: _left, ...rest } = request as Readonly<Record<string, unknown>>;
  return { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request: rest };
};

const bad: readonly (readonly [string, unknown, string])[] = [
  ["nothing", undefined, "the body"],
  ["null", null, "the body"],
  ["a text", "review", "the body"],
  ["a list", [], "the body"],
  ["an empty object", {}, "apiVersion"],
  ["another version", { ...(review() as object), apiVersion: "admission.k8s.io/v2" }, "apiVersion"],
  ["another kind", { ...(review() as object), kind: "Pod" }, "kind"],
  ["no request", { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview" }, "request"],
  ["no uid", without("uid"), "request.uid"],
  ["an empty uid", review({ uid: "" }), "request.uid"],
  ["an endless uid", review({ uid: "x".repeat(2000) }), "request.uid"],
  ["no kind of the object", without("kind"), "request.kind"],
  ["no resource", without("resource"), "request.resource"],
  ["an operation that is not known", review({ operation: "PATCH" }), "request.operation"],
  ["a list as object", review({ object: [] }), "request.object"],
  ["a text as object", review({ object: "Deployment" }), "request.object"],
  ["a number as oldObject", review({ oldObject: 1 }), "request.oldObject"],
  ["a text as dryRun", review({ dryRun: "yes" }), "request.dryRun"],
  ["a number as namespace", review({ namespace: 1 }), "request.namespace"],
];

describe("a review", () => {
  test.each(["v1", "v1beta1"])("of %s is read", (version) => {
    expect(readAdmissionReview(review({}, version))).toEqual({
      ok: true,
      request: {
        reviewVersion: `admission.k8s.io/${version}`,
        uid: "u-1",
        kind: request.kind,
        resource: "deployments",
        operation: "CREATE",
        namespace: "web",
        name: "shop",
        dryRun: false,
        object: { kind: "Deployment" },
        oldObject: undefined,
      },
    });
  });

  test.each(bad)("that is %s is refused, and the message names the place", (_name, body, place) => {
    const read = readAdmissionReview(body);
    expect(read.ok ? "" : read.problem).toContain(`v1beta1: ${place}: `);
  });

  test("names its subresource behind the resource", () => {
    const read = readAdmissionReview(review({ subResource: "scale" }));
    expect(read.ok && read.request.resource).toBe("deployments/scale");
  });

  test("of a cluster-scoped object that has no name yet has neither", () => {
    const { namespace: _n, name: _m, ...rest } = request;
    const read = readAdmissionReview({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request: rest });
    expect(read.ok && [read.request.namespace, read.request.name]).toEqual(["", ""]);
  });

  test("may have fields that nobody knows yet", () => {
    expect(readAdmissionReview({ ...(review({ future: { a: 1 } }) as object), later: true }).ok).toBe(true);
  });

  test("is read or refused, whatever is in it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (whole, part) => {
        expect(readAdmissionReview(whole).ok).toBe(false);
        expect(typeof readAdmissionReview({ ...(review() as object), request: part }).ok).toBe("boolean");
      }),
    );
  });

  test("is read as by the schema alone, whatever is changed in it", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        "",
        "x",
        "x".repeat(1025),
        true,
        0,
        "CREATE",
        "DELETE",
        "AdmissionReview",
        {},
        [],
      ),
      fc.constantFrom<unknown>("admission.k8s.io/v1", "admission.k8s.io/v1beta1", request.kind, request.resource),
      fc.jsonValue(),
    );
    const place = fc.constantFrom(
      ...["apiVersion", "kind", "request"].map((key) => [key]),
      ...[...Object.keys(request), "subResource", "dryRun"].map((key) => ["request", key]),
      ...["group", "version", "kind", "resource"].flatMap((key) => [
        ["request", "kind", key],
        ["request", "resource", key],
      ]),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(place, value), { maxLength: 3 }), (changes) => {
        const changed = changes.reduce((whole, [path, each]) => replaced(whole, path, each), review());
        expect(readAdmissionReview(changed)).toEqual(readBySchema(changed));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** A copy with another value at the path, as far as there are objects on the way; undefined stands for a field that is not there. */
function replaced(whole: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return whole;
  const { [key]: inner, ...others } = whole as Readonly<Record<string, unknown>>;
  const changed = rest.length === 0 ? value : replaced(inner, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}
