import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { admissionResponse, responseBody, wrapWarning } from "#admission/admission-response.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";

const answer = (change: Partial<ReviewResponse> = {}): ReviewResponse => ({
  allowed: true,
  plan: [],
  denial: undefined,
  warnings: [],
  auditAnnotations: {},
  ...change,
});

describe("a response", () => {
  test("that changes and says nothing is as short as can be", () => {
    expect(responseBody(answer(), [])).toEqual({ allowed: true });
  });

  test.each(["admission.k8s.io/v1", "admission.k8s.io/v1beta1"] as const)(
    "is of %s with the uid of the request",
    (reviewVersion) => {
      expect(admissionResponse({ reviewVersion, uid: "u-1" }, { allowed: true })).toEqual({
        apiVersion: reviewVersion,
        kind: "AdmissionReview",
        response: { uid: "u-1", allowed: true },
      });
    },
  );

  test("that refuses is a 403 with the reason Forbidden", () => {
    expect(responseBody(answer({ allowed: false, denial: "no" }), [])).toEqual({
      allowed: false,
      status: { code: 403, reason: "Forbidden", message: "no" },
    });
  });

  test.each(["shop", "Käse", "日本語", "👋", '"\\'])("carries its patch as base64 of UTF-8: %s", (value) => {
    const patch = [{ op: "add" as const, path: "/metadata/annotations/a", value }];
    const body = responseBody(answer(), patch);
    expect(body.patchType).toBe("JSONPatch");
    expect(JSON.parse(Buffer.from(body.patch ?? "", "base64").toString("utf8"))).toEqual(patch);
  });

  test("says a warning once", () => {
    expect(responseBody(answer({ warnings: ["a b", "a b"] }), []).warnings).toEqual(["a b"]);
  });

  test("says ten warnings, and of more how many are left", () => {
    const warnings = Array.from({ length: 25 }, (_, index) => `warning ${index}`);
    const said = responseBody(answer({ warnings }), []).warnings ?? [];
    expect(said).toHaveLength(10);
    expect(said.at(-1)).toBe("and 16 more lines; outlive explain shows everything");
  });

  test("cuts audit annotations at 4000 characters", () => {
    expect(
      responseBody(answer({ auditAnnotations: { message: "x".repeat(9000) } }), []).auditAnnotations?.["message"],
    ).toHaveLength(4000);
  });
});

const wrapped: readonly (readonly [string, string, readonly string[]])[] = [
  ["a short one stays whole", "a b c", ["a b c"]],
  ["nothing gives no line", "", []],
  ["exactly 120 characters are one line", `${"a".repeat(60)} ${"b".repeat(59)}`, [`${"a".repeat(60)} ${"b".repeat(59)}`]],
  ["121 characters are two", `${"a".repeat(60)} ${"b".repeat(60)}`, ["a".repeat(60), "b".repeat(60)]],
  ["control characters are replaced, line breaks by blanks", "a\u0000b\nc\u001b[31md", ["a\uFFFDb c\uFFFD[31md"]],
];

describe("a warning", () => {
  test.each(wrapped)("%s", (_name, text, lines) => {
    expect(wrapWarning(text)).toEqual(lines);
  });

  test("never has a line of more than 120 characters, or a control character", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000, unit: "binary" }), (text) => {
        for (const line of wrapWarning(text)) {
          expect(line.length).toBeLessThanOrEqual(120);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });

  test("loses no word of ordinary length", () => {
    const word = fc.stringMatching(/^[a-z0-9/.]{1,100}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        expect(wrapWarning(words.join(" ")).join(" ")).toBe(words.join(" "));
      }),
    );
  });

  test("shows all of a word that is longer than a line", () => {
    const long = "x".repeat(130);
    expect(wrapWarning(`${long} y`).join("").replaceAll(" ", "")).toBe(`${long}y`);
  });
});
