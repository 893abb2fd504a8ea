import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Keyed } from "#kubernetes/objects/object-key.ts";
import { KindTable } from "#kubernetes/view/kind-table.ts";

interface Thing {
  readonly id: string;
  readonly tags: readonly string[];
}

const thing = (namespace: string, name: string, ...tags: readonly string[]): Keyed<Thing> => ({
  key: { namespace, name },
  object: { id: `${namespace}/${name}`, tags },
});

const newTable = () => new KindTable<Thing>({ tag: ({ tags }) => tags });

const idsUnder = (table: KindTable<Thing>, tag: string): readonly string[] => table.indexed("tag", tag).map(({ id }) => id);

describe("A table of objects", () => {
  test("files an object anew when what it is filed by changes", () => {
    const table = newTable();
    table.put(thing("web", "a", "red", "round"));
    table.put(thing("web", "a", "blue", "round"));
    expect([idsUnder(table, "red"), idsUnder(table, "blue"), idsUnder(table, "round")]).toEqual([[], ["web/a"], ["web/a"]]);
  });

  test("gives the new object where only the rest of it changed", () => {
    const table = newTable();
    table.put(thing("web", "a", "red"));
    const { key, object } = thing("web", "a", "red");
    table.put({ key, object: { ...object, id: "another" } });
    expect(table.indexed("tag", "red")).toEqual([{ id: "another", tags: ["red"] }]);
  });

  test("says that nothing has changed where the same content is put again", () => {
    const table = newTable();
    table.put(thing("web", "a", "red"));
    const { before, after } = table.put(thing("web", "a", "red"));
    expect(after).toBe(before);
  });

  test("holds what its objects have in common once", () => {
    const table = newTable();
    table.put(thing("web", "a", "red", "round"));
    table.put(thing("web", "b", "red", "round"));
    const [a, b] = table.list();
    expect(a?.tags).toBe(b?.tags);
  });

  test("keeps the rest in place when one object cannot be filed", () => {
    const table = new KindTable<Thing>({
      tag: ({ tags }) => {
        if (tags.includes("bad")) throw new Error("cannot be filed");
        return tags;
      },
    });
    table.put(thing("web", "a", "red"));
    expect(() => table.put(thing("web", "b", "bad"))).toThrow("cannot be filed");
    table.put(thing("web", "c", "red"));
    expect(() => table.put(thing("web", "c", "bad"))).toThrow("cannot be filed");
    expect(idsUnder(table, "red")).toEqual(["web/a", "web/c"]);
  });

  test("answers like a filter over everything, whatever was put and removed before", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = newTable();
        const model = new Map<string, Thing>();
        for (const taken of steps) taken(table, model);
        const sorted = [...model.values()].sort((a, b) => (order(a.id) < order(b.id) ? -1 : 1));
        expect(table.list()).toEqual(sorted);
        for (const tag of ["red", "blue", "round"]) {
          expect(table.indexed("tag", tag)).toEqual(sorted.filter((one) => one.tags.includes(tag)));
        }
      }),
    );
  });
});

type Step = (table: KindTable<Thing>, model: Map<string, Thing>) => void;

const anyThing = fc
  .tuple(
    fc.constantFrom("web", "web-b", ""),
    fc.constantFrom("a", "b", "c", "d", "e"),
    fc.uniqueArray(fc.constantFrom("red", "blue", "round")),
  )
  .map(([namespace, name, tags]) => thing(namespace, name, ...tags));

const put = anyThing.map(
  (one): Step =>
    (table, model) => {
      table.put(one);
      model.set(one.object.id, one.object);
    },
);

const remove = anyThing.map(
  (one): Step =>
    (table, model) => {
      table.remove(one.key);
      model.delete(one.object.id);
    },
);

const replace = fc.array(anyThing, { maxLength: 8 }).map(
  (things): Step =>
    (table, model) => {
      table.beginList();
      for (const one of things) table.put(one);
      for (const key of table.unlisted()) table.remove(key);
      model.clear();
      for (const one of things) model.set(one.object.id, one.object);
    },
);

const step = fc.oneof({ weight: 5, arbitrary: put }, { weight: 2, arbitrary: remove }, { weight: 1, arbitrary: replace });

/** As if a namespace ended before everything else, which "/" does not: "-" comes before it. */
const order = (id: string): string => id.replace("/", "\u0000");
