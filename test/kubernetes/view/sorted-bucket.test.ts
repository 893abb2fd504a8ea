import fc from "fast-check";
import { expect, test } from "vitest";
import type { Keyed } from "#kubernetes/objects/object-key.ts";
import { KindTable } from "#kubernetes/view/kind-table.ts";

interface Tagged {
  readonly tags: readonly string[];
}

const tagged = (name: string, ...tags: readonly string[]): Keyed<Tagged> => ({
  key: { namespace: "web", name },
  object: { tags },
});

test("A key keeps its objects in order while they come and go, one or many", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(names, fc.array(fc.nat(), { maxLength: 40 }), (all, gone) => {
      const table = new KindTable<Tagged>({ tag: ({ tags }) => tags });
      for (const name of all) table.put(tagged(name, "every", name));
      const left = new Set(all);
      for (const place of gone) {
        const name = all[place % all.length] ?? "";
        left.delete(name);
        table.remove({ namespace: "web", name });
        expect(table.indexed("tag", "every").map(({ tags }) => tags[1])).toEqual([...left].sort());
      }
      expect(new Set(table.keys("tag"))).toEqual(new Set(left.size === 0 ? [] : ["every", ...left]));
    }),
  );
});
