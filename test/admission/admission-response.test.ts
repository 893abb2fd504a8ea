import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { responseBody, responseTail, responseText } from "#admission/admission-response.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";

const response = (change: Partial<ReviewResponse> = {}): ReviewResponse => ({
  allowed: true,
  plan: [],
  denial: undefined,
  warnings: [],
  auditAnnotations: {},
  ...change,
});

describe("a response", () => {
  test("that changes and says nothing is as short as can be", () => {
    expect(responseBody(response(), [])).toEqual({ allowed: true });
  });

  test.each(["admission.k8s.io/v1", "admission.k8s.io/v1beta1"] as const)(
    "is of %s with the uid of the request",
    (reviewVersion) => {
      expect(JSON.parse(responseText({ reviewVersion, uid: "u-1" }, responseTail({ allowed: true })))).toEqual({
        apiVersion: reviewVersion,
        kind: "AdmissionReview",
        response: { uid: "u-1", allowed: true },
      });
    },
  );

  test("holds whatever uid the request has, as JSON", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (uid, patch) => {
        const text = responseText({ reviewVersion: "admission.k8s.io/v1", uid }, responseTail({ allowed: true, patch }));
        expect(JSON.parse(text).response).toEqual({ uid, allowed: true, patch });
      }),
    );
  });

  test("that refuses is a 403 with the reason Forbidden", () => {
    expect(responseBody(response({ allowed: false, denial: "no" }), [])).toEqual({
      allowed: false,
      status: { code: 403, reason: "Forbidden", message: "no" },
    });
  });

  test.each(["shop", "Käse", "日本語", "👋", '"\\'])("carries its patch as base64 of UTF-8: %s", (value) => {
    const patch = [{ op: "add" as const, path: "/metadata/annotations/a", value }];
    const body = responseBody(response(), patch);
    expect(body.patchType).toBe("JSONPatch");
    expect(JSON.parse(Buffer.from(body.patch ?? "", "base64").toString("utf8"))).toEqual(patch);
  });

  test("says a warning once", () => {
    expect(responseBody(response({ warnings: ["a b", "a b"] }), []).warnings).toEqual(["a b"]);
  });

  test("says ten warnings, and of more how many are left", () => {
    const warnings = Array.from({ length: 25 }, (_, index) => `warning ${index}`);
    const said = responseBody(response({ warnings }), []).warnings ?? [];
    expect(said).toHaveLength(10);
    expect(said.at(-1)).toBe("16 more warnings; run outlive explain to see all of them");
  });

  test("shortens a warning that is too long for a line", () => {
    const [line = ""] = responseBody(response({ warnings: ["word ".repeat(60)] }), []).warnings ?? [];
    expect(line).toMatch(/^word .*word…$/);
    expect(line.length).toBeLessThanOrEqual(120);
  });

  test("cuts audit annotations at 4000 characters", () => {
    expect(
      responseBody(response({ auditAnnotations: { message: "x".repeat(9000) } }), []).auditAnnotations?.["message"],
    ).toHaveLength(4000);
  });
});
