import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonTree } from "#manifests/read/json-lines.ts";
import { yamlTree } from "#manifests/read/line-finder.ts";
import { RecentTrees } from "#manifests/read/recent-trees.ts";

type Path = readonly (string | number)[];

function* pathsIn(value: unknown, path: Path = []): Generator<Path, void, undefined> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
  for (const [key, inner] of entries) yield* pathsIn(inner, [...path, key]);
}

test("every value of a JSON text is on the line where the syntax tree of YAML finds it", () => {
  const key = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => text !== "<<" && text !== "__proto__");
  const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 5 }), fc.boolean(), fc.constant(null), fc.constant(-1.5e10));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value), (object) => {
      const text = JSON.stringify(object, undefined, 1);
      const [json, yaml] = [jsonTree(text, 7), yamlTree(text, 7)];
      for (const path of pathsIn(object)) expect([path, json.lineOf(path)]).toEqual([path, yaml.lineOf(path)]);
    }),
    { numRuns: 200 },
  );
});

test.each<[string, Path, number]>([
  ["of a key that occurs twice the last one counts", ["a"], 4],
  ["a key with escapes is found by what it says", ["b\n"], 3],
  ["what is missing is on the line of what is around it", ["c", "d", "e"], 5],
  ["nothing is found in a number", ["a", "x"], 4],
])("%s", (_what, path, line) => {
  const text = '{\n"a": 1,\n"\\u0062\\n": 2,\n"a": 3,\n"c": {"x": [1,\n2]}}';
  expect(jsonTree(text, 0).lineOf(path)).toBe(line);
});

test("trees of the texts that were used last are kept, as long as they are small together", () => {
  const trees = new RecentTrees();
  const made: string[] = [];
  const use = (owner: object, name: string, characters: number): number =>
    trees
      .of(owner, characters, () => {
        made.push(name);
        return { lineOf: () => 1 };
      })
      .lineOf([]);
  const [a, b, c] = [{}, {}, {}];
  use(a, "a", 400_000);
  use(b, "b", 400_000);
  use(a, "a", 400_000);
  use(c, "c", 400_000);
  use(a, "a", 400_000);
  use(b, "b", 2_000_000);
  use(b, "b", 2_000_000);
  expect(made).toEqual(["a", "b", "c", "b"]);
});
