import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentTexts } from "#kubernetes/view/recent-texts.ts";
import { sharingParts } from "#kubernetes/view/shared-parts.ts";

const sharing = <T>(known: T, fresh: T): T => sharingParts(known, fresh, new RecentTexts());

const values = fc.jsonValue({ maxDepth: 4 });

/** As a watch delivers it: equal, and nothing of it the same. */
const copied = <T>(value: T): T => structuredClone(value);

test("What shares its parts is equal to what was given, and what was given stays as it was", () => {
  fc.assert(
    fc.property(values, values, (known, fresh) => {
      const before = JSON.stringify(fresh);
      expect(JSON.stringify(sharing(known, fresh))).toBe(before);
      expect(JSON.stringify(fresh)).toBe(before);
    }),
  );
});

test("Equal content is the known object itself", () => {
  fc.assert(
    fc.property(values, (known) => {
      expect(sharing(known, copied(known))).toBe(known);
    }),
  );
});

test("Parts beside a difference are shared", () => {
  const known = { name: "a", labels: { app: "shop" }, containers: [{ name: "app" }, { name: "proxy" }] };
  const shared = sharing(known, copied({ ...known, name: "b", containers: [{ name: "app" }, { name: "other" }] }));
  expect(shared.name).toBe("b");
  expect(shared.labels).toBe(known.labels);
  expect(shared.containers[0]).toBe(known.containers[0]);
  expect(shared.containers[1]).toEqual({ name: "other" });
});

test("A field more, a field less and a list of another length are differences", () => {
  const known = { a: { b: 1, c: [1, 2] } };
  for (const fresh of [{ a: { b: 1 } }, { a: { b: 1, c: [1] } }, { a: { b: 1, c: [1, 2], d: 1 } }, { a: { b: 1, c: [1, 2, 3] } }])
    expect(sharing<object>(known, fresh)).toEqual(fresh);
});

test("What is no plain data is never taken for equal", () => {
  const fresh = new Map([["a", 1]]);
  expect(sharing<unknown>(new Map(), fresh)).toBe(fresh);
});
