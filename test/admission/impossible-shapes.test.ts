/** Custom resources that keep unknown fields, and callers who are no API server, can send shapes that no API server lets through. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Admission } from "#admission/admit.ts";
import { admissionOf, loadCase, reviewOf } from "../support/case.ts";

const folder = join(import.meta.dirname, "../cases");
const cases = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml") && !file.endsWith(".golden.yaml") && !/^(?:seed-manifests|forty)\//.test(file))
  .map((file) => loadCase(join(folder, file)));
const known: readonly { readonly admission: Admission; readonly review: unknown }[] = await Promise.all(
  cases.map(async (each) => ({ admission: await admissionOf(each), review: reviewOf(each) })),
);

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "x",
    -1,
    1.5,
    true,
    [],
    {},
    [null],
    [[]],
    [{}],
    { constructor: 1 },
    JSON.parse('{"__proto__":[]}'),
  ),
  fc.jsonValue(),
);

type Node = Record<string, unknown>;

/** Every place in the object that holds something, as the way to it. */
const placesIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))]
    : [path];

function replaced(object: unknown, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => (node as Node)[key], object);
  (parent as Node)[path.at(-1) ?? ""] = value;
}

describe("a handler does not throw", () => {
  test("whatever one part of an object is replaced by", () => {
    const property = fc.property(
      fc.constantFrom(...known),
      fc.constantFrom("mutate" as const, "validate" as const),
      fc.constantFrom("object", "oldObject"),
      fc.nat(),
      junk,
      ({ admission, review }, endpoint, which, seed, value) => {
        const copy = structuredClone(review) as { request: Node };
        const places = placesIn(copy.request[which] ?? {});
        const place = places[seed % Math.max(places.length, 1)];
        if (place !== undefined && place.length > 0) replaced(copy.request[which], place, value);
        expect(() => admission.handle(endpoint, copy)).not.toThrow();
      },
    );
    fc.assert(property, { numRuns: 3_000 });
  });

  const shapes: readonly (readonly [string, readonly string[], unknown])[] = [
    ["a list as lifecycle", ["spec", "containers", "0", "lifecycle"], []],
    ["a text as lifecycle", ["spec", "containers", "0", "lifecycle"], "x"],
    ["null as a container", ["spec", "containers", "0"], null],
    ["null as all containers", ["spec", "containers"], null],
    ["an object as containers", ["spec", "containers"], {}],
    ["a text as readiness gates", ["spec", "readinessGates"], "x"],
    ["null as a readiness gate", ["spec", "readinessGates"], [null]],
    ["a list as annotations", ["metadata", "annotations"], []],
    ["numbers as annotations", ["metadata", "annotations"], { "outlive.dev/pre-stop": 7 }],
    ["a text as the grace period", ["spec", "terminationGracePeriodSeconds"], "50"],
  ];

  test.each(shapes)("%s, in Pods and in templates", (_what, path, value) => {
    for (const { admission, review } of known) {
      const copy = structuredClone(review) as { request: { object: Node; kind: { kind: string } } };
      const { object, kind } = copy.request;
      const template = (object["spec"] as Node | undefined)?.["template"] as Node | undefined;
      const pod = kind.kind === "Pod" ? object : template;
      if (pod === undefined || ((pod["spec"] as Node | undefined)?.["containers"] as unknown[] | undefined)?.length === undefined)
        continue;
      pod["metadata"] ??= {};
      replaced(pod, path, value);
      for (const endpoint of ["mutate", "validate"] as const) expect(() => admission.handle(endpoint, copy)).not.toThrow();
    }
  });
});
