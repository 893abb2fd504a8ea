import { expect, test } from "vitest";
import { graceStatement } from "#injection/grace-statement.ts";
import type { Json, JsonObject } from "#model/kubernetes/json.ts";

const path = ["spec", "template"];
const applied = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const stated = applied({ terminationGracePeriodSeconds: 30 });
const fields = (...names: readonly string[]): JsonObject =>
  names.reduceRight<JsonObject>((inner, name) => ({ [name]: inner }), {});
const ofGrace = fields("f:spec", "f:template", "f:spec", "f:terminationGracePeriodSeconds");
const ofImage = fields("f:spec", "f:template", "f:spec", "f:containers");

interface Written {
  readonly lastApplied?: Json;
  readonly managed?: Json;
}

const objectOf = ({ lastApplied, managed }: Written): JsonObject => ({
  metadata: {
    ...(lastApplied === undefined ? {} : { annotations: { "kubectl.kubernetes.io/last-applied-configuration": lastApplied } }),
    ...(managed === undefined ? {} : { managedFields: managed }),
  },
});

test.each<[string, Written, "yes" | "perhaps" | "no"]>([
  ["nothing is known", {}, "no"],
  ["kubectl applied it", { lastApplied: JSON.stringify(stated) }, "yes"],
  ["kubectl applied a manifest without it", { lastApplied: JSON.stringify(applied({ containers: [] })) }, "no"],
  ["kubectl applied null", { lastApplied: JSON.stringify(applied({ terminationGracePeriodSeconds: null })) }, "yes"],
  ["only the spec of the Deployment has such a field", { lastApplied: '{"spec":{"terminationGracePeriodSeconds":30}}' }, "no"],
  ["what kubectl applied cannot be read", { lastApplied: "{" }, "yes"],
  ["what kubectl applied is no text", { lastApplied: 7 }, "no"],
  ["a server-side apply owns it", { managed: [{ operation: "Apply", fieldsV1: ofGrace }] }, "yes"],
  ["a server-side apply owns other fields", { managed: [{ operation: "Apply", fieldsV1: ofImage }] }, "no"],
  ["an update owns it", { managed: [{ operation: "Update", fieldsV1: ofGrace }] }, "perhaps"],
  ["an update owns other fields", { managed: [{ operation: "Update", fieldsV1: ofImage }] }, "no"],
  [
    "an update owns it, and one of several applies",
    {
      managed: [
        { operation: "Update", fieldsV1: ofGrace },
        { operation: "Apply", fieldsV1: ofImage },
        { operation: "Apply", fieldsV1: ofGrace },
      ],
    },
    "yes",
  ],
  [
    "an update owns it, and kubectl applied a manifest without it",
    { lastApplied: "{}", managed: [{ operation: "Update", fieldsV1: ofGrace }] },
    "no",
  ],
  ["managed fields are no list", { managed: { operation: "Apply", fieldsV1: ofGrace } }, "no"],
  [
    "managed fields are of no known shape",
    { managed: [null, 7, {}, { operation: "Apply" }, { operation: "Apply", fieldsV1: [] }] },
    "no",
  ],
])("who states the grace period where %s: %j is %s", (_sentence, written, expected) => {
  expect(graceStatement(objectOf(written), path)).toBe(expected);
});

test("an object that is not there states nothing", () => expect(graceStatement(undefined, path)).toBe("no"));

test("a Pod states it in its own spec", () => {
  expect(graceStatement(objectOf({ lastApplied: '{"spec":{"terminationGracePeriodSeconds":30}}' }), [])).toBe("yes");
  expect(
    graceStatement(
      objectOf({ managed: [{ operation: "Apply", fieldsV1: fields("f:spec", "f:terminationGracePeriodSeconds") }] }),
      [],
    ),
  ).toBe("yes");
});
