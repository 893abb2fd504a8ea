import fc from "fast-check";
import { expect, test } from "vitest";
import { isAscii } from "#admission/admission-response.ts";
import { outcomeOf } from "#admission/outcome.ts";
import type { AdmissionRequest } from "#model/admission/admission-request.ts";

const request = (uid: string): AdmissionRequest => ({
  reviewVersion: "admission.k8s.io/v1",
  uid,
  kind: { group: "", version: "v1", kind: "Pod" },
  resource: "pods",
  operation: "CREATE",
  namespace: "web",
  name: "shop",
  dryRun: false,
  object: {},
  oldObject: undefined,
});

const record = { mode: "enforce", policy: "", result: "allowed", reason: "", findings: [], changes: [] } as const;

test("a response passes for ASCII only if each of its characters is one byte", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "\u007f", "é", "€", "😀", "\ud800") });
  fc.assert(
    fc.property(text, text, (uid, warning) => {
      const tail = `,${JSON.stringify({ warnings: [warning] }).slice(1)}}`;
      const outcome = outcomeOf("mutate", request(uid), { tail, ascii: isAscii(tail), record });
      if (outcome.ascii === true) expect(Buffer.from(outcome.text, "latin1")).toEqual(Buffer.from(outcome.text));
      else expect(`${uid}${warning}`).not.toMatch(/^[a"\\]*$/);
    }),
  );
});
